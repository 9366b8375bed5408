package dev.carrack.core.pack;

import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Turns what the operating system says into an error that names the file and the next step. */
final class DiskFailure {

  private DiskFailure() {}

  static CarrackException of(IOException e, String action, Path file, Disk disk) {
    if (e instanceof ClosedByInterruptException) {
      return new CancelledException(action + " " + file + ": cancelled", "start it again", e);
    }
    if (e instanceof NoSuchFileException) {
      return new StorageException(
          "%s %s: the file is missing".formatted(action, file),
          "restore it from a backup, or run verify to see what it held",
          e);
    }
    if (full(e)) {
      Path directory = file.toAbsolutePath().getParent();
      long free = directory == null ? -1 : disk.free(directory);
      return new StorageException(
          "%s %s: the disk is full (%s bytes free)"
              .formatted(action, file, free < 0 ? "unknown" : String.valueOf(free)),
          "free space and try again; everything acknowledged before is unharmed",
          e);
    }
    return new StorageException(
        "%s %s: %s".formatted(action, file, e.getMessage()),
        "check the disk and the permissions; everything acknowledged before is unharmed",
        e);
  }

  /** The JDK has no type for it; these are the texts of Linux, macOS and Windows. */
  private static boolean full(IOException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("no space left")
        || text.contains("not enough space")
        || text.contains("disk quota")
        || text.contains("file too large");
  }
}
