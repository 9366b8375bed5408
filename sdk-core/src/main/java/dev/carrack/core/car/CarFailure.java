package dev.carrack.core.car;

import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;

/** What a failing stream or file means to the caller. */
final class CarFailure {

  private CarFailure() {}

  /**
   * The error for {@code e}.
   *
   * @param doing what failed, such as {@code "read a.car at byte 7"}
   */
  static CarrackException of(IOException e, String doing) {
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      Thread.currentThread().interrupt();
      return new CancelledException("cancelled: " + doing, "start it again", e);
    } else if (e instanceof NoSuchFileException) {
      return new NotFoundException("no file to " + doing, "check the path", e);
    }
    return new StorageException("cannot " + doing + ": " + e, "check space and permissions", e);
  }
}
