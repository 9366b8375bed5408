package dev.carrack.core.piece;

/** Roots of trees whose leaves are all zero, by height: the padding of every piece. */
final class ZeroSubtrees {

  private static final byte[] ROOTS = roots();

  private ZeroSubtrees() {}

  private static byte[] roots() {
    int node = Sha256PairHasher.NODE;
    byte[] roots = new byte[(PieceSize.MAX_HEIGHT + 1) * node];
    byte[] pair = new byte[2 * node];
    PairHasher hasher = new Sha256PairHasher();
    for (int h = 1; h <= PieceSize.MAX_HEIGHT; h++) {
      System.arraycopy(roots, (h - 1) * node, pair, 0, node);
      System.arraycopy(roots, (h - 1) * node, pair, node, node);
      hasher.hash(pair, 0, 1, roots, h * node);
    }
    return roots;
  }

  /** Writes the root of the all-zero tree of {@code height} at {@code dst[d..d+32)}. */
  static void copy(int height, byte[] dst, int d) {
    System.arraycopy(ROOTS, height * Sha256PairHasher.NODE, dst, d, Sha256PairHasher.NODE);
  }
}
