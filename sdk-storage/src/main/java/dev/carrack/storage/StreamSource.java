package dev.carrack.storage;

import java.io.IOException;
import java.io.InputStream;

/** Opens the content of a file that is not on the disk. */
@FunctionalInterface
public interface StreamSource {

  /**
   * A stream from the first byte; the caller closes it. Neither opening nor reading it may write to
   * the store that it is read for: that could wait for ever.
   *
   * @throws IOException if it cannot be opened
   */
  InputStream open() throws IOException;
}
