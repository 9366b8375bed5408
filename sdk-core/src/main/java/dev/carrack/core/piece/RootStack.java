package dev.carrack.core.piece;

import static dev.carrack.core.piece.Sha256PairHasher.NODE;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Folds the roots of equal subtrees, given in order, into the root of their tree in O(log n)
 * memory.
 *
 * <p>A binary counter: {@code pending[k]} is the finished node of level {@code k} whose right
 * sibling has not come yet, present exactly where bit {@code k} of {@link #count} is set. Level 0
 * is a subtree of {@link Subtree#HEIGHT}.
 *
 * <p>With a deferred head the first subtree is counted but unknown. The node above it at each level
 * (the left spine) is unknown too, so the right siblings along the spine are kept until {@link
 * #root} is told the head.
 *
 * <p>On request the nodes of level {@link #KEPT}, the roots of 1 MiB of tree each, are kept as they
 * come about: the outboard of the piece. Not thread-safe.
 */
final class RootStack {

  /** The level of the kept nodes: four subtrees of 256 KiB. */
  static final int KEPT = 2;

  private static final int LEVELS = PieceSize.MAX_HEIGHT - Subtree.HEIGHT + 1;

  private final PairHasher hasher;
  private final byte[] pending = new byte[LEVELS * NODE];
  private final byte[] spine = new byte[LEVELS * NODE];
  private final byte[] pair = new byte[2 * NODE];
  private final byte[] node = new byte[NODE];
  private final boolean headless;
  private @Nullable NodeList kept;
  private long count;

  RootStack(PairHasher hasher, boolean headless) {
    this.hasher = hasher;
    this.headless = headless;
    this.count = headless ? 1 : 0;
  }

  /**
   * A stack as it was after {@code count} subtrees.
   *
   * @param nodes what {@link #pending()} gave then
   */
  RootStack(PairHasher hasher, long count, byte[] nodes) {
    this(hasher, false);
    this.count = count;
    int at = 0;
    for (int level = LEVELS - 1; level >= 0; level--) {
      if ((count >> level & 1) == 1) {
        System.arraycopy(nodes, at, pending, level * NODE, NODE);
        at += NODE;
      }
    }
  }

  /** Keeps the nodes of level {@link #KEPT} in {@code list} from now on. */
  void keep(NodeList list) {
    kept = list;
  }

  /** The nodes that wait for a right sibling, the highest first: one for each bit of the count. */
  byte[] pending() {
    byte[] nodes = new byte[Long.bitCount(count) * NODE];
    int at = 0;
    for (int level = LEVELS - 1; level >= 0; level--) {
      if ((count >> level & 1) == 1) {
        System.arraycopy(pending, level * NODE, nodes, at, NODE);
        at += NODE;
      }
    }
    return nodes;
  }

  /** Subtrees so far, a deferred head included. */
  long count() {
    return count;
  }

  /** Adds the next subtree's root. */
  void add(byte[] root) {
    System.arraycopy(root, 0, node, 0, NODE);
    int level = 0;
    for (; (count >> level & 1) == 1; level++) {
      if (headless && count >> level == 1) {
        // The left sibling is on the spine: only its right side can be kept for now.
        System.arraycopy(node, 0, spine, level * NODE, NODE);
        count++;
        return;
      }
      join(pending, level * NODE, node, 0);
      reached(level + 1, count);
    }
    System.arraycopy(node, 0, pending, level * NODE, NODE);
    count++;
  }

  private void reached(int level, long leaf) {
    if (level == KEPT && kept != null) {
      kept.put((int) (leaf >> KEPT), node);
    }
  }

  /** The root over all subtrees; there must be at least one and none may be deferred. */
  byte[] root() {
    return fold();
  }

  /** The root over all subtrees, the deferred first one being {@code head}. */
  byte[] root(byte[] head) {
    System.arraycopy(head, 0, node, 0, NODE);
    int top = 63 - Long.numberOfLeadingZeros(count);
    for (int level = 0; level < top; level++) {
      join(node, 0, spine, level * NODE);
      reached(level + 1, 0);
    }
    System.arraycopy(node, 0, pending, top * NODE, NODE);
    return fold();
  }

  private byte[] fold() {
    int height = 64 - Long.numberOfLeadingZeros(count - 1);
    int lowest = Long.numberOfTrailingZeros(count);
    System.arraycopy(pending, lowest * NODE, node, 0, NODE);
    for (int level = lowest; level < height; level++) {
      if (level > lowest && (count >> level & 1) == 1) {
        join(pending, level * NODE, node, 0);
      } else {
        joinZero(level);
      }
      reached(level + 1, count - 1);
    }
    return Arrays.copyOf(node, NODE);
  }

  private void joinZero(int level) {
    System.arraycopy(node, 0, pair, 0, NODE);
    ZeroSubtrees.copy(Subtree.HEIGHT + level, pair, NODE);
    hasher.hash(pair, 0, 1, node, 0);
  }

  private void join(byte[] left, int l, byte[] right, int r) {
    System.arraycopy(left, l, pair, 0, NODE);
    System.arraycopy(right, r, pair, NODE, NODE);
    hasher.hash(pair, 0, 1, node, 0);
  }
}
