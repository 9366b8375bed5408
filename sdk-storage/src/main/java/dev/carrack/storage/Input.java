package dev.carrack.storage;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import java.util.Optional;

/**
 * Something that a version was made from. It is remembered, not kept: removing the input does not
 * damage the version.
 *
 * @param role what part it played, such as {@link #BASE} or {@code training-data}; 1 to 128 bytes
 * @param cid the input's manifest, or its root where it is no version
 * @param ref the version's text form such as {@code reviews@3}, where it is a version
 */
public record Input(String role, Cid cid, Optional<String> ref) {

  /** The role of the version that this one was derived from. */
  public static final String BASE = "base";

  /** The role of an input about which nothing more was said. */
  public static final String PLAIN = "input";

  /** Checks the role. */
  public Input {
    if (role.isBlank() || role.length() > NameRules.MAX_BYTES) {
      throw new MalformedException(
          "an input's role has " + role.length() + " characters", "use 1 to 128");
    }
  }

  /** A version as input. */
  public static Input of(String role, Version version) {
    return new Input(role, version.manifest(), Optional.of(version.ref()));
  }

  /** Content as input. */
  public static Input of(String role, Cid root) {
    return new Input(role, root, Optional.empty());
  }
}
