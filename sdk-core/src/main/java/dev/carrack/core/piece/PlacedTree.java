package dev.carrack.core.piece;

import static dev.carrack.core.piece.Sha256PairHasher.NODE;

import java.util.List;

/**
 * A tree of which only some subtrees are known, by their roots; all else is zero. Nothing is kept
 * but those roots, so a node costs as many hashes as there are known subtrees below it.
 */
final class PlacedTree {

  /** The root of a subtree and where it is: node {@code index} of {@code level}. */
  static final class Subroot {
    private final int level;
    private final long index;
    private final byte[] node;

    Subroot(int level, long index, byte[] node) {
      this.level = level;
      this.index = index;
      this.node = node;
    }

    /** The first leaf below it. */
    long first() {
      return index << level;
    }

    /** The leaf after the last below it. */
    long end() {
      return index + 1 << level;
    }
  }

  private final PairHasher hasher = new Sha256PairHasher();
  private final int height;
  private final List<Subroot> placed;

  /** A tree of {@code height}; the subtrees are in order and do not overlap. */
  PlacedTree(int height, List<Subroot> placed) {
    this.height = height;
    this.placed = placed;
  }

  /** The root of the tree. */
  byte[] root() {
    return node(height, 0, 0, placed.size());
  }

  /** The siblings on the way from node {@code index} of {@code level} to the root, lowest first. */
  byte[] path(int level, long index) {
    byte[] path = new byte[(height - level) * NODE];
    for (int at = level; at < height; at++) {
      long sibling = index >> at - level ^ 1;
      byte[] node = node(at, sibling, before(sibling << at), before(sibling + 1 << at));
      System.arraycopy(node, 0, path, (at - level) * NODE, NODE);
    }
    return path;
  }

  /** How many of the subtrees begin before {@code leaf}. */
  private int before(long leaf) {
    int low = 0;
    int high = placed.size();
    while (low < high) {
      int middle = low + high >>> 1;
      if (placed.get(middle).first() < leaf) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The node over the subtrees {@code [from, to)}, which are all that lie below it. */
  private byte[] node(int level, long index, int from, int to) {
    byte[] node = new byte[NODE];
    if (from == to) {
      ZeroSubtrees.copy(level, node, 0);
      return node;
    }
    if (placed.get(from).level == level) {
      return placed.get(from).node;
    }
    int middle = before((2 * index + 1) << level - 1);
    byte[] pair = new byte[2 * NODE];
    System.arraycopy(node(level - 1, 2 * index, from, middle), 0, pair, 0, NODE);
    System.arraycopy(node(level - 1, 2 * index + 1, middle, to), 0, pair, NODE, NODE);
    hasher.hash(pair, 0, 1, node, 0);
    return node;
  }
}
