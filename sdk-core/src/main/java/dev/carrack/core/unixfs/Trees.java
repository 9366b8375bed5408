package dev.carrack.core.unixfs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what an export left in its scratch folder. */
final class Trees {

  private static final Logger LOG = LoggerFactory.getLogger(Trees.class);

  private Trees() {}

  /**
   * Deletes a directory with all below it, links as links. What cannot be deleted is only logged:
   * it must not hide how the export itself went.
   */
  static void discard(Path root) {
    try {
      delete(root);
    } catch (IOException e) {
      LOG.warn("delete {} yourself: {}", root, e.toString());
    }
  }

  private static void delete(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
