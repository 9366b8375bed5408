package dev.carrack.core.piece;

/**
 * Which nodes prove a range of neighbouring leaves: going up level by level, the left sibling where
 * the range begins at a right child, then the right sibling where it ends at a left child.
 */
final class RangeShape {

  /** Called for each node of a proof, in its order. */
  @FunctionalInterface
  interface Sibling {
    void at(int level, long index);
  }

  private RangeShape() {}

  /** Names the siblings of leaves {@code [from, to)} in levels {@code [bottom, top)}. */
  static void siblings(long from, long to, int bottom, int top, Sibling sibling) {
    for (int level = bottom; level < top; level++) {
      long first = from >> level;
      long last = to - 1 >> level;
      if ((first & 1) == 1) {
        sibling.at(level, first - 1);
      }
      if ((last & 1) == 0) {
        sibling.at(level, last + 1);
      }
    }
  }

  /** How many siblings there are over all levels. */
  static int count(long from, long to, int height) {
    int[] count = new int[1];
    siblings(from, to, 0, height, (level, index) -> count[0]++);
    return count[0];
  }
}
