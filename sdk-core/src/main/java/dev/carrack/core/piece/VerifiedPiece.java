package dev.carrack.core.piece;

import dev.carrack.core.CancelledException;
import dev.carrack.core.IntegrityException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/**
 * Ranges of a piece's payload, each byte checked against the commitment before it is handed out.
 *
 * <p>A read fetches the whole 1 MiB subtrees (1,040,384 payload bytes) that cover it from an
 * untrusted source and hashes them against the {@link PieceOutboard}. Each channel or stream keeps
 * the last such subtree, 1.3 MB, whatever the piece's size. Wrong bytes, or too few, are an {@link
 * IntegrityException}, an interrupt is a {@link CancelledException}; a source's own failure stays
 * an {@code IOException}.
 *
 * <p>Thread-safe if the source is; the channels and streams are not.
 */
public final class VerifiedPiece {

  private final PieceOutboard outboard;
  private final PieceSource source;

  private VerifiedPiece(PieceOutboard outboard, PieceSource source) {
    this.outboard = outboard;
    this.source = source;
  }

  /** The piece that {@code outboard} is of, read from {@code source}, which the caller closes. */
  public static VerifiedPiece of(PieceOutboard outboard, PieceSource source) {
    return new VerifiedPiece(outboard, source);
  }

  /** The payload as a read-only channel at position 0. */
  public SeekableByteChannel channel() {
    return new VerifiedPieceChannel(outboard, source);
  }

  /**
   * A range of the payload.
   *
   * @param offset the first byte
   * @param length how many bytes
   * @throws IllegalArgumentException if the range is not within the payload
   */
  public InputStream stream(long offset, long length) {
    long size = outboard.piece().rawSize();
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new IllegalArgumentException(
          "bytes %d to %d+%d are not within a piece of %d bytes"
              .formatted(offset, offset, length, size));
    }
    return new VerifiedPieceStream(new VerifiedPieceChannel(outboard, source), offset, length);
  }
}
