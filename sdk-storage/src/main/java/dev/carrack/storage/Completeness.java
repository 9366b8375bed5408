package dev.carrack.storage;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.ipld.Links;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Whether everything below a root is there: nodes are read, leaves only looked for. */
final class Completeness {

  private Completeness() {}

  /**
   * Walks the graph.
   *
   * @throws NotFoundException naming the first block that is missing
   * @throws dev.carrack.core.IntegrityException naming a node that is damaged
   */
  static void require(BlockSource blocks, Cid root) {
    Set<Cid> seen = new HashSet<>();
    Deque<Cid> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Progress.checkInterrupt("walking " + root);
      Cid cid = open.pop();
      if (cid.codec().equals(Codec.RAW)) {
        if (!blocks.has(cid)) {
          throw missing(root, cid);
        }
      } else if (seen.add(cid)) {
        if (!blocks.has(cid)) {
          throw missing(root, cid);
        }
        Block block = Dag.block(blocks, cid);
        Links.of(block).forEach(open::push);
      }
    }
  }

  private static NotFoundException missing(Cid root, Cid cid) {
    return new NotFoundException(
        "block " + cid + " below " + root + " is not in the store",
        "put or fetch all blocks of it first");
  }
}
