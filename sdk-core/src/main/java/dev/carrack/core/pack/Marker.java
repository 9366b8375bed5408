package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Multihash;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.ipld.Links;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what is reachable from roots: one bit a block, and a stack as deep as the graphs. Blocks
 * with equal first eight digest bytes live and die together: at worst garbage stays. Not
 * thread-safe.
 */
final class Marker {

  private final Shelf shelf;
  private final Progress progress;
  private final Run places;
  private final BitSet live;
  private final Map<Codec, BitSet> walked = new HashMap<>();
  private final Deque<Cid> stack = new ArrayDeque<>();
  private long nodes;

  Marker(Shelf shelf, Progress progress) throws IOException {
    this.shelf = shelf;
    this.progress = progress;
    this.places = shelf.lookup().merged();
    this.live = new BitSet(places.size());
  }

  /**
   * Marks all that the roots reach.
   *
   * @throws dev.carrack.core.IntegrityException if a block with links is damaged: what it links to
   *     is not known then
   */
  void mark(Collection<Cid> roots) throws IOException {
    roots.forEach(this::reach);
    while (!stack.isEmpty()) {
      Progress.checkInterrupt("gc");
      progress.at("gc mark", ++nodes, -1);
      links(stack.pop()).forEach(this::reach);
    }
  }

  private void reach(Cid cid) {
    if (cid.hash().isIdentity()) {
      if (hasLinks(cid.codec())) {
        stack.push(cid);
      }
      return;
    }
    long key = IndexGroup.key(cid.hash());
    boolean isNew = false;
    for (int i = places.first(key); i < places.size() && places.keys[i] == key; i++) {
      live.set(i);
      if (hasLinks(cid.codec())) {
        BitSet done = walked.computeIfAbsent(cid.codec(), codec -> new BitSet());
        isNew |= !done.get(i);
        done.set(i);
      }
    }
    if (isNew) {
      stack.push(cid);
    }
  }

  private static boolean hasLinks(Codec codec) {
    return codec.equals(Codec.DAG_PB)
        || codec.equals(Codec.DAG_CBOR)
        || codec.equals(Codec.DAG_JSON);
  }

  /**
   * The links of a block; one that is not in this store may be elsewhere, and keeps nothing here.
   */
  private List<Cid> links(Cid cid) throws IOException {
    try {
      Optional<Block> block = cid.hash().isIdentity() ? Block.inside(cid) : shelf.get(cid);
      return block.map(Links::of).orElseGet(List::of);
    } catch (MalformedException e) {
      return List.of(); // not what its codec says, so no reader can follow it either
    } catch (Shelf.Gone e) {
      throw new StorageException(
          "pack file %s is missing, so gc cannot tell what is in use"
              .formatted(shelf.path(e.pack())),
          "restore the file from a copy first",
          e);
    }
  }

  /** Whether the block whose bytes begin at {@code offset} of {@code pack} was reached. */
  boolean isLive(Multihash hash, int pack, long offset) {
    long key = IndexGroup.key(hash);
    for (int i = places.first(key); i < places.size() && places.keys[i] == key; i++) {
      if (places.packs[i] == pack && places.offsets[i] == offset) {
        return live.get(i);
      }
    }
    return false;
  }

  /** How many blocks of each pack were reached. */
  Map<Integer, Integer> livePerPack() {
    Map<Integer, Integer> out = new HashMap<>();
    live.stream().forEach(i -> out.merge(places.packs[i], 1, Integer::sum));
    return out;
  }

  long liveBlocks() {
    return live.cardinality();
  }
}
