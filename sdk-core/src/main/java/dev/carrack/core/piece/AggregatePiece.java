package dev.carrack.core.piece;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import java.util.List;

/**
 * Names the piece that several pieces make up, from their names alone.
 *
 * <p>They lie in the order given, each at the next multiple of its padded size with zeros between;
 * in descending order there are none. Specification: Filecoin spec, "Sector: CommD"; go-commp-utils
 * {@code PieceAggregateCommP}.
 */
public final class AggregatePiece {

  private AggregatePiece() {}

  /**
   * The commitment over the pieces, padded with zeros to the next power of two. Its payload length
   * is all that the padded size has room for.
   *
   * @throws IllegalArgumentException if there is no piece
   * @throws LimitException if they do not fit 64 GiB
   */
  public static PieceCid of(List<PieceCid> pieces) {
    Placement placement = placed(pieces);
    return root(placement, PieceSize.heightOfPadded(placement.size()));
  }

  /**
   * CommD of a sector: the commitment over the pieces, padded with zeros to the sector. {@link
   * PieceCid#v1()} is its CID on chain.
   *
   * @param sectorSize padded bytes, a power of two from 128 to 64 GiB
   * @throws IllegalArgumentException if there is no piece, or no such sector
   * @throws LimitException if they do not fit the sector
   */
  public static PieceCid commD(long sectorSize, List<PieceCid> pieces) {
    PieceSize.checkPadded(sectorSize);
    Placement placement = placed(pieces);
    if (placement.size() > sectorSize) {
      throw new LimitException(
          "%d pieces take %d bytes of a sector of %d"
              .formatted(pieces.size(), placement.size(), sectorSize),
          "put the larger ones first, or fewer");
    }
    return root(placement, PieceSize.heightOfPadded(sectorSize));
  }

  /**
   * The piece that sub-pieces make up on a warm-storage provider: its payload length is the sum of
   * theirs.
   *
   * @param pieces in descending order of padded size, as providers require
   * @throws IllegalArgumentException if there is no piece, or a larger one follows a smaller one
   * @throws MalformedException if the sum of payloads would be a smaller tree, so that no PieceCID
   *     v2 can name the aggregate
   * @throws LimitException if they do not fit 64 GiB
   */
  public static PieceCid ofSubPieces(List<PieceCid> pieces) {
    for (int i = 1; i < pieces.size(); i++) {
      if (pieces.get(i).paddedSize() > pieces.get(i - 1).paddedSize()) {
        throw new IllegalArgumentException(
            "sub-piece %d is larger than the one before: order them by padded size, descending"
                .formatted(i));
      }
    }
    PieceCid padded = of(pieces);
    long payload = pieces.stream().mapToLong(PieceCid::rawSize).sum();
    if (PieceSize.height(payload) != padded.height()) {
      throw new MalformedException(
          "sub-pieces have %d payload bytes in a tree of height %d, which no PieceCID v2 can say"
              .formatted(payload, padded.height()),
          "fill the sub-pieces better, or publish them apart");
    }
    return PieceCid.of(payload, padded.root());
  }

  private static Placement placed(List<PieceCid> pieces) {
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException("no pieces to aggregate");
    }
    return new Placement(pieces);
  }

  private static PieceCid root(Placement placement, int height) {
    byte[] root = new PlacedTree(height, placement.roots()).root();
    return PieceCid.of(PieceSize.capacity(height), root);
  }
}
