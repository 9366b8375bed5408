package dev.carrack.core.pack;

import dev.carrack.core.Multihash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the blocks of a set of packs may lie, by the first eight digest bytes: 20 bytes a block, in
 * a logarithmic number of sorted runs. A hit is a candidate, to be checked against the pack.
 * Immutable.
 */
final class Lookup {

  static final Lookup EMPTY = new Lookup(List.of(), Set.of());

  private final List<Run> runs;
  private final Set<Integer> packs;

  private Lookup(List<Run> runs, Set<Integer> packs) {
    this.runs = runs;
    this.packs = packs;
  }

  /**
   * A place that a multihash may be found at.
   *
   * @param pack the pack's number
   * @param offset where the block's bytes begin in the pack's file
   * @param length how many bytes
   */
  record Place(int pack, int offset, int length) {}

  /** The packs that it covers. */
  Set<Integer> packs() {
    return packs;
  }

  long size() {
    return runs.stream().mapToLong(Run::size).sum();
  }

  List<Place> find(Multihash hash) {
    long key = IndexGroup.key(hash);
    List<Place> places = List.of();
    for (Run run : runs) {
      for (int i = run.first(key); i < run.size() && run.keys[i] == key; i++) {
        places = places.isEmpty() ? new ArrayList<>(1) : places;
        places.add(new Place(run.packs[i], run.offsets[i], run.lengths[i]));
      }
    }
    return places;
  }

  /** With more packs; runs of like size are merged, as in a binary counter. */
  Lookup with(Map<Integer, Run> added) {
    List<Run> next = new ArrayList<>(runs);
    for (Run run : added.values()) {
      Run last = run;
      while (!next.isEmpty() && next.get(next.size() - 1).size() <= 2 * last.size()) {
        last = next.remove(next.size() - 1).merge(last);
      }
      if (last.size() > 0) {
        next.add(last);
      }
    }
    Set<Integer> covered = new HashSet<>(packs);
    covered.addAll(added.keySet());
    return new Lookup(List.copyOf(next), Collections.unmodifiableSet(covered));
  }

  /** With the given packs only. */
  Lookup only(Set<Integer> kept) {
    Set<Integer> covered = new HashSet<>(packs);
    if (!covered.retainAll(kept)) {
      return this;
    }
    List<Run> next =
        runs.stream().map(run -> run.only(kept::contains)).filter(run -> run.size() > 0).toList();
    return new Lookup(next, Collections.unmodifiableSet(covered));
  }

  /** All entries in one run, for gc. */
  Run merged() {
    return runs.stream().reduce(Run::merge).orElseGet(() -> Run.of(0, new PackIndex()));
  }
}
