package dev.carrack.core.piece;

import static dev.carrack.core.piece.Sha256PairHasher.NODE;

import java.util.Arrays;

/**
 * One 256 KiB window of a piece tree: filled from payload bytes, then hashed in place to its root.
 *
 * <p>The window is what fits the second-level cache. Levels overwrite each other from the front, so
 * it is also all the memory a subtree needs. Not thread-safe.
 */
final class Subtree {

  /** Height of a full window: 8,192 leaves. */
  static final int HEIGHT = 13;

  /** Payload bytes in a full window. */
  static final int IN = 260_096;

  private static final int UNITS = IN / Fr32.IN;

  private final PairHasher hasher;
  private byte[] nodes = new byte[0];
  private final byte[] rest = new byte[Fr32.IN];
  private int units;
  private int restLength;

  Subtree(PairHasher hasher) {
    this.hasher = hasher;
  }

  boolean isFull() {
    return units == UNITS;
  }

  boolean isEmpty() {
    return units == 0 && restLength == 0;
  }

  /** Gives the window's memory back until it is needed again; the window must be empty. */
  void release() {
    nodes = new byte[0];
  }

  private void window() {
    if (nodes.length == 0) {
      nodes = new byte[NODE << HEIGHT];
    }
  }

  /** Takes as many bytes as fit and says how many it took. */
  int fill(byte[] src, int off, int length) {
    window();
    int start = off;
    int end = off + Math.min(length, IN - units * Fr32.IN - restLength);
    if (restLength > 0) {
      off += complete(src, off, end);
    }
    int whole = (end - off) / Fr32.IN;
    if (restLength == 0 && whole > 0) {
      Fr32.expand(src, off, whole, nodes, units * Fr32.OUT);
      units += whole;
      off += whole * Fr32.IN;
    }
    if (off < end) {
      System.arraycopy(src, off, rest, restLength, end - off);
      restLength += end - off;
    }
    return end - start;
  }

  private int complete(byte[] src, int off, int end) {
    int taken = Math.min(end - off, Fr32.IN - restLength);
    System.arraycopy(src, off, rest, restLength, taken);
    restLength += taken;
    if (restLength == Fr32.IN) {
      Fr32.expand(rest, 0, 1, nodes, units * Fr32.OUT);
      units++;
      restLength = 0;
    }
    return taken;
  }

  /**
   * Hashes what was filled, zero-padded to a tree of {@code height}, and empties the window.
   *
   * @return the 32-byte root, a fresh array
   */
  byte[] root(int height) {
    window();
    if (restLength > 0 || units == 0) {
      Arrays.fill(rest, restLength, Fr32.IN, (byte) 0);
      Fr32.expand(rest, 0, 1, nodes, units * Fr32.OUT);
      units++;
    }
    int count = units * (Fr32.OUT / NODE);
    for (int level = 0; level < height; level++) {
      // Only the filled part is hashed: a missing right sibling is the zero tree of this level.
      if ((count & 1) == 1) {
        ZeroSubtrees.copy(level, nodes, count * NODE);
        count++;
      }
      count /= 2;
      hasher.hash(nodes, 0, count, nodes, 0);
    }
    units = 0;
    restLength = 0;
    return Arrays.copyOf(nodes, NODE);
  }
}
