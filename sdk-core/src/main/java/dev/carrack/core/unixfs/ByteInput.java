package dev.carrack.core.unixfs;

import java.io.IOException;

/** The bytes of a file from the first to the last, read once. */
@FunctionalInterface
interface ByteInput {

  /** Reads up to {@code length} bytes, at least one; -1 at the end. */
  int read(byte[] to, int offset, int length) throws IOException;
}
