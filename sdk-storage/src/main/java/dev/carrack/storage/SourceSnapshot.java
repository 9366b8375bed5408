package dev.carrack.storage;

import dev.carrack.core.ConflictException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;

/**
 * What files looked like before they were read, to tell afterwards whether they changed meanwhile:
 * a version must never be a mixture of old and new. Eight bytes a file. A change within the clock
 * tick of the file system that keeps the size is not seen.
 */
final class SourceSnapshot {

  private final Path root;
  private long[] marks = new long[16];
  private int count;

  private SourceSnapshot(Path root) {
    this.root = root;
  }

  /** Looks at a file, or at a directory and all below it but hidden entries. */
  static SourceSnapshot of(Path root) {
    SourceSnapshot snapshot = new SourceSnapshot(root);
    snapshot.walk(
        (path, mark) -> {
          if (snapshot.count == snapshot.marks.length) {
            snapshot.marks = Arrays.copyOf(snapshot.marks, 2 * snapshot.count);
          }
          snapshot.marks[snapshot.count++] = mark;
        });
    return snapshot;
  }

  /**
   * Looks again.
   *
   * @throws ConflictException naming the first file that is not as it was
   */
  void requireUnchanged() {
    int[] at = {0};
    walk(
        (path, mark) -> {
          if (at[0] >= count || marks[at[0]] != mark) {
            throw changed(path);
          }
          at[0]++;
        });
    if (at[0] != count) {
      throw changed(root);
    }
  }

  private static ConflictException changed(Path path) {
    return new ConflictException(
        path + " changed while it was being read",
        "nothing was stored: put it again when nobody writes to it");
  }

  private interface Mark {
    void at(Path path, long mark);
  }

  private void walk(Mark mark) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              return visit(path, attributes)
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              visit(path, attributes);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
              if (isHidden(path)) {
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }

            private boolean visit(Path path, BasicFileAttributes attributes) {
              Progress.checkInterrupt("looking at " + root);
              if (isHidden(path)) {
                return false;
              }
              mark.at(path, mark(path, attributes));
              return true;
            }

            private boolean isHidden(Path path) {
              return !path.equals(root) && path.getFileName().toString().startsWith(".");
            }
          });
    } catch (NoSuchFileException e) {
      throw new NotFoundException("no file or directory " + e.getFile(), "check the path", e);
    } catch (IOException e) {
      throw new StorageException(
          "cannot read " + root + ": " + e.getMessage(), "check its permissions and the disk", e);
    }
  }

  private static long mark(Path path, BasicFileAttributes attributes) {
    // A directory's time changes with entries that are left out as well: its name must do.
    if (attributes.isDirectory()) {
      return Objects.hash(path);
    }
    long mark = attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS);
    mark = 31 * mark + attributes.size();
    mark = 31 * mark + Objects.hashCode(attributes.fileKey());
    return 31 * mark + path.hashCode();
  }
}
