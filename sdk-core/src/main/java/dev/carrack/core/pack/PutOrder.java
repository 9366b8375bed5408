package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.ipld.Links;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;

/**
 * Goes through a graph as an import does: links in their order, each block behind all that it links
 * to, every CID once; the entries of a sharded directory by name. Keeps a CID a block, and the
 * links on the way down.
 */
final class PutOrder {

  /** Instead of a size: links to follow before the block's own. */
  private static final int FIRST = -1;

  private final BlockSource source;
  private final Predicate<Cid> skip;
  private final ObjIntConsumer<Cid> visitor;
  private final ShardedNames names;
  private final Set<Cid> seen = new HashSet<>();
  private final Deque<Open> path = new ArrayDeque<>();

  /** A block whose links are being followed. */
  private record Open(Cid cid, int size, Iterator<Cid> links) {}

  /**
   * Prepares a walk.
   *
   * @param skip blocks not to hand out; what they link to is looked at all the same
   * @param visitor given the CIDs, as version 1, and the sizes of their blocks
   */
  PutOrder(BlockSource source, Predicate<Cid> skip, ObjIntConsumer<Cid> visitor) {
    this.source = source;
    this.names = new ShardedNames(source);
    this.skip = skip;
    this.visitor = visitor;
  }

  void walk(Cid root) {
    enter(root.toV1());
    while (!path.isEmpty()) {
      Open top = path.peek();
      if (top.links().hasNext()) {
        enter(top.links().next().toV1());
      } else {
        path.pop();
        leave(top.cid(), top.size());
      }
    }
  }

  private void enter(Cid cid) {
    if (!seen.add(cid) || (cid.codec().equals(Codec.RAW) && skip.test(cid))) {
      return; // a raw block links to nothing: one that is skipped need not even be here
    }
    Progress.checkInterrupt("planning pieces");
    Block block = Dag.block(source, cid);
    byte[] bytes = block.bytes();
    path.push(new Open(cid, bytes.length, Links.of(cid, bytes).iterator()));
    path.push(new Open(cid, FIRST, names.below(cid, bytes).iterator()));
  }

  private void leave(Cid cid, int size) {
    if (size != FIRST && !cid.hash().isIdentity() && !skip.test(cid)) {
      visitor.accept(cid, size);
    }
  }
}
