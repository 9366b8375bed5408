package dev.carrack.core.pack;

import dev.carrack.core.Cid;
import dev.carrack.core.ConflictException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Changes of references that a commit makes together or not at all, each with what it expects to
 * find. A reference is a name such as {@code a/reviews/3} that keeps a root, and all that it links
 * to, from gc. Immutable; start from {@link #none()}.
 */
public final class RefChanges {

  /** The longest name in UTF-16 units. */
  public static final int MAX_NAME = 512;

  private enum Expect {
    ANYTHING,
    ABSENT,
    TARGET
  }

  private record Change(Optional<Cid> target, Expect expect, Optional<Cid> expected) {}

  private static final RefChanges NONE = new RefChanges(Map.of());

  private final Map<String, Change> changes;

  private RefChanges(Map<String, Change> changes) {
    this.changes = changes;
  }

  /** No change. */
  public static RefChanges none() {
    return NONE;
  }

  /** Points {@code name} to {@code target}, whatever it pointed to before. */
  public RefChanges set(String name, Cid target) {
    return with(name, new Change(Optional.of(target), Expect.ANYTHING, Optional.empty()));
  }

  /** Points {@code name}, which must not exist yet, to {@code target}. */
  public RefChanges create(String name, Cid target) {
    return with(name, new Change(Optional.of(target), Expect.ABSENT, Optional.empty()));
  }

  /** Points {@code name} to {@code target}, provided it points to {@code expected} now. */
  public RefChanges replace(String name, Cid expected, Cid target) {
    return with(name, new Change(Optional.of(target), Expect.TARGET, Optional.of(expected)));
  }

  /** Removes {@code name} if it is there. */
  public RefChanges remove(String name) {
    return with(name, new Change(Optional.empty(), Expect.ANYTHING, Optional.empty()));
  }

  /** Removes {@code name}, provided it points to {@code expected} now. */
  public RefChanges remove(String name, Cid expected) {
    return with(name, new Change(Optional.empty(), Expect.TARGET, Optional.of(expected)));
  }

  private RefChanges with(String name, Change change) {
    if (name.isEmpty()
        || name.length() > MAX_NAME
        || name.chars().anyMatch(c -> c < ' ')
        || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw new IllegalArgumentException(
          "a reference's name has 1 to %d printable characters: '%s'".formatted(MAX_NAME, name));
    }
    Map<String, Change> next = new LinkedHashMap<>(changes);
    if (next.put(name, change) != null) {
      throw new IllegalArgumentException("reference '" + name + "' is changed twice");
    }
    return new RefChanges(next);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * Checks every expectation.
   *
   * @throws ConflictException naming the first reference that is not as expected
   */
  void check(SortedMap<String, Cid> refs) {
    changes.forEach(
        (name, change) -> {
          Optional<Cid> now = Optional.ofNullable(refs.get(name));
          if (change.expect() != Expect.ANYTHING && !now.equals(change.expected())) {
            throw new ConflictException(
                "reference '%s' points to %s, not to %s as expected"
                    .formatted(name, text(now), text(change.expected())),
                "read it again and decide anew");
          }
        });
  }

  private static String text(Optional<Cid> target) {
    return target.map(Cid::toString).orElse("nothing");
  }

  Map<String, Cid> targets() {
    Map<String, Cid> out = new LinkedHashMap<>();
    changes.forEach((name, change) -> change.target().ifPresent(target -> out.put(name, target)));
    return out;
  }

  List<String> removed() {
    List<String> out = new ArrayList<>();
    changes.forEach(
        (name, change) -> {
          if (change.target().isEmpty()) {
            out.add(name);
          }
        });
    return out;
  }
}
