package dev.carrack.core.ipld;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Progress;
import dev.carrack.core.UnsupportedVersionException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Walks the blocks that hang together by their links. */
public final class Dag {

  /** What a walk does with a block that it meets again. */
  public enum Repeats {
    /** Visit it once: one CID of memory is kept for each block. */
    SKIP,
    /**
     * Visit it as often as it is linked: memory grows with depth only, but a hostile graph of few
     * blocks can have astronomically many paths, so the visitor must be able to stop.
     */
    KEEP
  }

  private Dag() {}

  /**
   * Visits {@code root} and all below it, each block before those it links to, links in their
   * order. Data inside identity CIDs is no block and not visited, but its links are followed.
   *
   * <p>To stop early, the visitor throws; an interrupt stops it too.
   *
   * @throws dev.carrack.core.NotFoundException if the source lacks a block
   * @throws dev.carrack.core.MalformedException if a block is not what its codec says
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   */
  public static void walk(BlockSource source, Cid root, Repeats repeats, Consumer<Block> visitor) {
    Set<Cid> seen = new HashSet<>();
    Deque<Iterator<Cid>> open = new ArrayDeque<>();
    open.push(List.of(root).iterator());
    while (!open.isEmpty()) {
      if (!open.peek().hasNext()) {
        open.pop();
        continue;
      }
      Cid cid = open.peek().next();
      if (repeats == Repeats.SKIP && !seen.add(cid)) {
        continue;
      }
      Progress.checkInterrupt("walking " + root);
      Block block = block(source, cid);
      if (!cid.hash().isIdentity()) {
        visitor.accept(block);
      }
      List<Cid> links = Links.of(block);
      if (!links.isEmpty()) {
        open.push(links.iterator());
      }
    }
  }

  /**
   * The value that a block encodes: of a raw block its bytes, of DAG-PB its form in the data model.
   *
   * @throws dev.carrack.core.MalformedException if the block is not what its codec says
   * @throws UnsupportedVersionException if the codec is not known here
   */
  public static Node value(Block block) {
    Codec codec = block.cid().codec();
    try {
      if (codec.equals(Codec.DAG_PB)) {
        return DagPb.decode(block.buffer()).toNode();
      } else if (codec.equals(Codec.DAG_CBOR)) {
        return DagCbor.decode(block.bytes());
      } else if (codec.equals(Codec.DAG_JSON)) {
        return DagJson.decodeLenient(block.bytes());
      } else if (codec.equals(Codec.RAW)) {
        return Node.of(block.bytes());
      }
    } catch (MalformedException e) {
      throw new MalformedException("block " + block.cid() + ": " + e.problem(), e.remedy(), e);
    }
    throw new UnsupportedVersionException(
        "block " + block.cid() + " has the codec " + codec + ", which is not read here",
        "raw, dag-pb, dag-cbor and dag-json are");
  }

  /**
   * The block of a CID: out of the CID itself where that is an identity CID, else from the source.
   *
   * @throws dev.carrack.core.NotFoundException if the source lacks it
   */
  public static Block block(BlockSource source, Cid cid) {
    return Block.inside(cid).orElseGet(() -> source.require(cid));
  }
}
