package dev.carrack.core.unixfs;

import java.util.stream.LongStream;

/**
 * Places to cut, collected in ascending order: a large part begins a leaf and ends one, small ones
 * share leaves up to a leaf's size and are never split.
 */
final class CutList {

  /**
   * From this size on a part begins a leaf of its own: there the 90 bytes that a leaf costs, for
   * its link and its frame in a pack, are under a tenth of it. Shared leaves would be stored again
   * with every change, move or removal of one of their parts.
   */
  static final int LARGE = 1 << 10;

  private final LongStream.Builder places = LongStream.builder();
  private long run; // where the leaf of small parts began
  private boolean afterLarge = true;

  static boolean isLarge(long length) {
    return length >= LARGE;
  }

  void at(long place) {
    places.add(place);
    run = place;
    afterLarge = false;
  }

  /** The next part, which begins at the end of the one before or behind it. */
  void part(long from, long to, int leaf) {
    if (isLarge(to - from)) {
      at(from);
      afterLarge = true;
      return;
    }
    // What lies between two parts, such as padding, stays with the first of them.
    if (afterLarge || to - run > leaf) {
      places.add(from);
      run = from;
      afterLarge = false;
    }
  }

  long[] places() {
    return places.build().toArray();
  }
}
