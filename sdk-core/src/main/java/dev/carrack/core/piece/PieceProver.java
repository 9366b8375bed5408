package dev.carrack.core.piece;

import static dev.carrack.core.piece.Sha256PairHasher.NODE;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Collects the nodes of a {@link PieceProof}: those above 1 MiB from the outboard, those below from
 * the one or two chunks at the ends of the range, which are read from the source and checked.
 */
final class PieceProver {

  private final PairHasher hasher = new Sha256PairHasher();
  private final PieceOutboard outboard;
  private final PieceSource source;

  PieceProver(PieceOutboard outboard, PieceSource source) {
    this.outboard = outboard;
    this.source = source;
  }

  byte[] siblings(long from, long to) throws IOException {
    PieceCid piece = outboard.piece();
    int middle = Chunk.height(piece);
    ByteBuffer out = ByteBuffer.allocate(RangeShape.count(from, to, piece.height()) * NODE);
    int first = (int) (from >> middle);
    int last = (int) (to - 1 >> middle);
    byte[] left = leaves(first, middle);
    byte[] right = first == last ? left : leaves(last, middle);
    for (int level = 0; level < middle; level++) {
      int at = level;
      long half = 1L << middle - level;
      RangeShape.siblings(
          from,
          to,
          level,
          level + 1,
          (l, index) -> {
            byte[] nodes = index >> middle - at == first ? left : right;
            out.put(nodes, (int) (index % half) * NODE, NODE);
          });
      fold(left, half / 2);
      if (first != last) {
        fold(right, half / 2);
      }
    }
    byte[] top = outboard.nodes();
    for (int level = middle; level < piece.height(); level++) {
      RangeShape.siblings(
          from, to, level, level + 1, (l, index) -> out.put(top, (int) index * NODE, NODE));
      fold(top, 1L << piece.height() - level - 1);
    }
    return out.array();
  }

  private void fold(byte[] nodes, long pairs) {
    hasher.hash(nodes, 0, (int) pairs, nodes, 0);
  }

  private byte[] leaves(int index, int height) throws IOException {
    Chunk chunk = new Chunk(outboard.piece());
    chunk.load(outboard, source, index);
    return chunk.leaves(height);
  }
}
