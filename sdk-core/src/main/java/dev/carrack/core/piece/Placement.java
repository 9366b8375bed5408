package dev.carrack.core.piece;

import dev.carrack.core.LimitException;
import java.util.ArrayList;
import java.util.List;

/**
 * Pieces one after another in a larger one, each at the next offset that is a multiple of its own
 * padded size, so that its tree is a subtree of the larger one's.
 */
final class Placement {

  private final List<PlacedTree.Subroot> roots = new ArrayList<>();
  private long leaves;

  /**
   * Places pieces in the order given.
   *
   * @throws LimitException if they do not fit 64 GiB
   */
  Placement(List<PieceCid> pieces) {
    for (PieceCid piece : pieces) {
      int height = piece.height();
      long index = (leaves + (1L << height) - 1) >> height;
      leaves = index + 1 << height;
      if (leaves > 1L << PieceSize.MAX_HEIGHT) {
        throw new LimitException(
            "%d pieces do not fit 64 GiB: piece %d ends at byte %d"
                .formatted(pieces.size(), roots.size(), 32 * leaves),
            "aggregate fewer, or put the larger ones first");
      }
      roots.add(new PlacedTree.Subroot(height, index, piece.root()));
    }
  }

  List<PlacedTree.Subroot> roots() {
    return roots;
  }

  /** Padded bytes up to the end of the last piece. */
  long size() {
    return 32 * leaves;
  }
}
