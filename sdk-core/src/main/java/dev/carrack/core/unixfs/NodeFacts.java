package dev.carrack.core.unixfs;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The permissions and time that a node carries.
 *
 * @param mode the lower 12 bits of a Unix mode
 * @param mtime when the content was changed
 */
record NodeFacts(OptionalInt mode, Optional<Instant> mtime) {

  static final NodeFacts NONE = new NodeFacts(OptionalInt.empty(), Optional.empty());

  private static final int MODE_BITS = 07777;

  /** What the disk knows of a path, links not followed. */
  static NodeFacts of(Path path, Set<Preserve> wanted) throws IOException {
    if (wanted.isEmpty()) {
      return NONE;
    }
    Optional<Instant> mtime =
        wanted.contains(Preserve.MTIME)
            ? Optional.of(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant())
            : Optional.empty();
    boolean mode =
        wanted.contains(Preserve.MODE)
            && FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
            && !Files.isSymbolicLink(path);
    return new NodeFacts(mode ? OptionalInt.of(mode(path)) : OptionalInt.empty(), mtime);
  }

  private static int mode(Path path) throws IOException {
    Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return (Integer) mode & MODE_BITS;
  }

  boolean isEmpty() {
    return mode.isEmpty() && mtime.isEmpty();
  }
}
