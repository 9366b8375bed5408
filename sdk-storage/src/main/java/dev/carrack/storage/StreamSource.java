package dev.carrack.storage;

import java.io.IOException;
import java.io.InputStream;

/** Opens the content of a file that is not on the disk. */
@FunctionalInterface
public interface StreamSource {

  /**
   * A stream from the first byte; the caller closes it.
   *
   * @throws IOException if it cannot be opened
   */
  InputStream open() throws IOException;
}
