package dev.carrack.core.piece;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Payload bytes of a piece that can be read at any position, such as {@code
 * java.nio.channels.FileChannel::read}. What it gives is not trusted. It must be thread-safe where
 * several readers share it.
 */
@FunctionalInterface
public interface PieceSource {

  /**
   * Reads at least one byte at a position of the payload into the buffer's remaining room, which is
   * never empty. A source that gives none and has not ended is refused.
   *
   * @return how many, or -1 at or after the end
   * @throws IOException if the source fails
   */
  int read(ByteBuffer into, long position) throws IOException;
}
