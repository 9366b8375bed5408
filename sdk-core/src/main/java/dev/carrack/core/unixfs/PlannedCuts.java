package dev.carrack.core.unixfs;

import java.util.Arrays;

/** Cuts at known places, and every {@code leaf} bytes between them and behind the last. */
final class PlannedCuts implements Cuts {

  private final long[] places;
  private final int leaf;
  private int next;
  private long position;

  /**
   * Cuts at {@code places}.
   *
   * @param places positions in the file, ascending; those of 0 do not count
   */
  PlannedCuts(long[] places, int leaf) {
    this.places = places.clone();
    this.leaf = leaf;
    skip();
  }

  @Override
  public int ahead() {
    return next == places.length ? leaf : (int) Math.min(leaf, places[next] - position);
  }

  @Override
  public int next(byte[] bytes, int from, int available) {
    position += available;
    skip();
    return available;
  }

  private void skip() {
    while (next < places.length && places[next] <= position) {
      next++;
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(places);
  }
}
