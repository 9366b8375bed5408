package dev.carrack.core.pack;

import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the commit log says after some record: which packs there are and what the references point
 * to. Immutable.
 */
final class StoreState {

  static final StoreState EMPTY =
      new StoreState(Collections.emptyNavigableMap(), Collections.emptyNavigableMap(), 1);

  private final NavigableMap<Integer, PackInfo> packs;
  private final NavigableMap<String, Cid> refs;
  private final int nextPack;

  private StoreState(
      NavigableMap<Integer, PackInfo> packs, NavigableMap<String, Cid> refs, int nextPack) {
    this.packs = packs;
    this.refs = refs;
    this.nextPack = nextPack;
  }

  /** The packs by number; the same instance for as long as no pack is added or removed. */
  NavigableMap<Integer, PackInfo> packs() {
    return packs;
  }

  NavigableMap<String, Cid> refs() {
    return refs;
  }

  /** No pack ever had this number or a greater one. */
  int nextPack() {
    return nextPack;
  }

  /**
   * The state after one more record.
   *
   * @throws IntegrityException if the record removes what is not there, or adds what is
   */
  StoreState with(CommitRecord record) {
    NavigableMap<Integer, PackInfo> nextPacks = packs;
    if (!record.added().isEmpty() || !record.removed().isEmpty()) {
      NavigableMap<Integer, PackInfo> changed = new TreeMap<>(packs);
      for (int id : record.removed()) {
        check(changed.remove(id) != null, "removes", id);
      }
      for (PackInfo pack : record.added()) {
        check(changed.put(pack.id(), pack) == null, "adds again", pack.id());
      }
      nextPacks = Collections.unmodifiableNavigableMap(changed);
    }
    NavigableMap<String, Cid> nextRefs = refs;
    if (!record.set().isEmpty() || !record.unset().isEmpty()) {
      NavigableMap<String, Cid> changed = new TreeMap<>(refs);
      changed.putAll(record.set());
      record.unset().forEach(changed::remove);
      nextRefs = Collections.unmodifiableNavigableMap(changed);
    }
    return new StoreState(nextPacks, nextRefs, Math.max(nextPack, record.nextPack()));
  }

  private static void check(boolean holds, String verb, int id) {
    if (!holds) {
      throw new IntegrityException(
          "a log record %s pack %s".formatted(verb, PackFormat.fileName(id)),
          "restore the log from a backup");
    }
  }
}
