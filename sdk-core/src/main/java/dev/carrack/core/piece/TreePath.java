package dev.carrack.core.piece;

import static dev.carrack.core.piece.Sha256PairHasher.NODE;

import dev.carrack.core.MalformedException;
import java.util.Arrays;

/** The siblings from one node up to a root, and which of its level the node is. Immutable. */
final class TreePath {

  private final long index;
  private final byte[] siblings;

  /**
   * A path, whose array is taken over.
   *
   * @throws MalformedException if it is longer than any piece is high, or its level has fewer nodes
   */
  TreePath(long index, byte[] siblings) {
    this.index = index;
    this.siblings = siblings;
    int depth = siblings.length / NODE;
    if (siblings.length % NODE != 0 || depth > PieceSize.MAX_HEIGHT || index >>> depth != 0) {
      throw new MalformedException(
          "path of %d bytes from node %d leads to no piece root".formatted(siblings.length, index),
          "ask for the proof again");
    }
  }

  int depth() {
    return siblings.length / NODE;
  }

  long index() {
    return index;
  }

  /** Sibling {@code i}, 0 the lowest. */
  byte[] sibling(int i) {
    return Arrays.copyOfRange(siblings, i * NODE, (i + 1) * NODE);
  }

  /** The root that the path leads to from {@code node}. */
  byte[] root(byte[] node) {
    PairHasher hasher = new Sha256PairHasher();
    byte[] pair = new byte[2 * NODE];
    byte[] here = node.clone();
    for (int i = 0; i < depth(); i++) {
      int right = (int) (index >> i & 1);
      System.arraycopy(here, 0, pair, right * NODE, NODE);
      System.arraycopy(siblings, i * NODE, pair, (1 - right) * NODE, NODE);
      hasher.hash(pair, 0, 1, here, 0);
    }
    return here;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreePath that
        && index == that.index
        && Arrays.equals(siblings, that.siblings);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(index) + Arrays.hashCode(siblings);
  }
}
