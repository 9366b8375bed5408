package dev.carrack.cli;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/** Writes a file that appears when it is complete: a failure leaves what was there before. */
final class WholeFile {

  private WholeFile() {}

  static void write(Path file, Consumer<OutputStream> content) {
    Path whole = file.toAbsolutePath();
    try {
      Path part = Files.createTempFile(whole.getParent(), "." + whole.getFileName(), ".part");
      try {
        try (FileOutputStream bare = new FileOutputStream(part.toFile());
            OutputStream out = new BufferedOutputStream(bare, 1 << 16)) {
          content.accept(out);
          out.flush();
          bare.getFD().sync();
        }
        Files.move(
            part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new CommandFailure(
          "cannot write " + file + ": " + e + "; check the directory, its permissions and space",
          e);
    }
  }
}
