package dev.carrack.core.pack;

import java.util.function.IntPredicate;

/**
 * A sorted run of the lookup index: for each block eight digest bytes and its place, 20 bytes in
 * all and no object. Immutable.
 */
final class Run {

  final long[] keys;
  final int[] packs;
  final int[] offsets;
  final int[] lengths;

  private Run(int size) {
    keys = new long[size];
    packs = new int[size];
    offsets = new int[size];
    lengths = new int[size];
  }

  /** The entries of one pack, whose groups are sorted as index frames are. */
  static Run of(int pack, PackIndex index) {
    Run run = new Run(0);
    for (IndexGroup group : index.groups()) {
      Run part = new Run(group.count());
      for (int i = 0; i < group.count(); i++) {
        part.keys[i] = group.key(i);
        part.packs[i] = pack;
        part.offsets[i] = group.offset(i);
        part.lengths[i] = group.length(i);
      }
      run = run.size() == 0 ? part : run.merge(part);
    }
    return run;
  }

  int size() {
    return keys.length;
  }

  Run merge(Run other) {
    Run out = new Run(size() + other.size());
    int a = 0;
    int b = 0;
    for (int i = 0; i < out.size(); i++) {
      if (b == other.size() || (a < size() && keys[a] <= other.keys[b])) {
        out.copy(i, this, a++);
      } else {
        out.copy(i, other, b++);
      }
    }
    return out;
  }

  /** The entries whose pack is to be kept. */
  Run only(IntPredicate keep) {
    int kept = 0;
    for (int pack : packs) {
      kept += keep.test(pack) ? 1 : 0;
    }
    if (kept == size()) {
      return this;
    }
    Run out = new Run(kept);
    int at = 0;
    for (int i = 0; i < size(); i++) {
      if (keep.test(packs[i])) {
        out.copy(at++, this, i);
      }
    }
    return out;
  }

  /** The first entry whose key is not below {@code key}. */
  int first(long key) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void copy(int to, Run from, int at) {
    keys[to] = from.keys[at];
    packs[to] = from.packs[at];
    offsets[to] = from.offsets[at];
    lengths[to] = from.lengths[at];
  }
}
