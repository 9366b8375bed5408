package dev.carrack.storage.node;

import dev.carrack.core.Cid;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** Where a node finds whole pieces to serve. Implementations are thread-safe. */
@FunctionalInterface
public interface PieceSource {

  /** A source without pieces. */
  PieceSource NONE = cid -> Optional.empty();

  /**
   * Opens the raw (unpadded) bytes of a piece; the caller closes the channel.
   *
   * @param piece a PieceCID, version 1 or 2
   * @return the bytes, or empty if the piece is not here
   * @throws IOException if the medium fails
   */
  Optional<SeekableByteChannel> open(Cid piece) throws IOException;
}
