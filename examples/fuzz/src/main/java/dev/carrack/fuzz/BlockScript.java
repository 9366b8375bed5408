package dev.carrack.fuzz;

import dev.carrack.core.Block;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.Multihash;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph of blocks as bytes that can be changed anywhere without breaking every hash: blocks one
 * after the other, children first, the last the root, each as one byte of kind (odd is DAG-PB), two
 * of length and its bytes. A link whose target is an identity CID of one byte {@code k} stands for
 * the k-th block.
 */
final class BlockScript {

  private final MemoryBlockStore store = new MemoryBlockStore();
  private final List<Cid> cids = new ArrayList<>();

  /** Builds the graph; the bytes of a block that is cut short end where the script does. */
  BlockScript(byte[] script) {
    ByteBuffer in = ByteBuffer.wrap(script);
    while (in.remaining() >= 3) {
      boolean node = (in.get() & 1) == 1;
      byte[] bytes = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
      in.get(bytes);
      Block block = node ? Block.of(Codec.DAG_PB, linked(bytes)) : Block.of(Codec.RAW, bytes);
      store.put(block);
      cids.add(block.cid());
    }
  }

  MemoryBlockStore store() {
    return store;
  }

  /** The CIDs of the blocks, the root last. */
  List<Cid> cids() {
    return cids;
  }

  private byte[] linked(byte[] bytes) {
    PbNode node;
    try {
      node = DagPb.decode(bytes);
    } catch (CarrackException e) {
      return bytes;
    }
    return with(
        node, node.links().stream().map(link -> relink(link, resolve(link.cid()))).toList());
  }

  private Cid resolve(Cid cid) {
    if (cid.hash().isIdentity() && cid.hash().digestLength() == 1) {
      int index = cid.hash().digest()[0] & 0xff;
      return index < cids.size() ? cids.get(index) : cid;
    }
    return cid;
  }

  private static PbLink relink(PbLink link, Cid cid) {
    // A link without a name or size has no factory of both: the absent ones become empty and 0.
    return link.name().isEmpty() && link.tsize().isEmpty()
        ? PbLink.of(cid)
        : PbLink.of(cid, link.nameOrEmpty(), link.tsize().orElse(0));
  }

  private static byte[] with(PbNode node, List<PbLink> links) {
    return DagPb.encode(
        node.data().map(data -> PbNode.of(links, copy(data))).orElse(PbNode.of(links)));
  }

  private static byte[] copy(ByteBuffer data) {
    byte[] out = new byte[data.remaining()];
    data.get(out);
    return out;
  }

  /**
   * The script of the graph below {@code root}, for seeds.
   *
   * @throws CarrackException if a block is missing or malformed
   */
  static byte[] of(MemoryBlockStore source, Cid root) {
    List<Block> blocks = new ArrayList<>();
    Dag.walk(source, root, Dag.Repeats.SKIP, blocks::add);
    Map<Cid, Integer> places = new HashMap<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // Parents come before their children in a walk, unless a child is shared: then its link stays.
    for (int i = blocks.size() - 1; i >= 0; i--) {
      Block block = blocks.get(i);
      boolean node = block.cid().codec().equals(Codec.DAG_PB);
      byte[] bytes = node ? placed(block, places) : block.bytes();
      out.write(node ? 1 : 0);
      out.write(bytes.length >>> 8);
      out.write(bytes.length);
      out.writeBytes(bytes);
      places.put(block.cid(), places.size());
    }
    return out.toByteArray();
  }

  private static byte[] placed(Block block, Map<Cid, Integer> places) {
    PbNode node = DagPb.decode(block.buffer());
    List<PbLink> links = new ArrayList<>();
    for (PbLink link : node.links()) {
      Integer place = places.get(link.cid());
      links.add(place == null || place > 255 ? link : relink(link, reference(link, place)));
    }
    return with(node, links);
  }

  private static Cid reference(PbLink link, int place) {
    return Cid.of(link.cid().codec(), Multihash.of(Multihash.IDENTITY, new byte[] {(byte) place}));
  }
}
