package dev.carrack.core.pack;

import dev.carrack.core.Cid;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One thing that is wrong with a store.
 *
 * @param file the file it is in
 * @param offset the byte where it begins, or -1 if it concerns no place
 * @param cid the block or root concerned, if one is
 * @param problem what is wrong
 */
public record Finding(Path file, long offset, Optional<Cid> cid, String problem) {

  /** One line naming file, offset and CID. */
  @Override
  public String toString() {
    return file
        + (offset >= 0 ? " at byte " + offset : "")
        + cid.map(c -> ": " + c).orElse("")
        + ": "
        + problem;
  }
}
