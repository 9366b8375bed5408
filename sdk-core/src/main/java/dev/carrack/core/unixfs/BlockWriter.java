package dev.carrack.core.unixfs;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Multihash;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import java.util.Arrays;
import java.util.List;

/** Puts leaves and nodes into a sink under the kind of CID that a profile wants. */
final class BlockWriter {

  private final Profile profile;
  private final BlockSink sink;

  BlockWriter(Profile profile, BlockSink sink) {
    this.profile = profile;
    this.sink = sink;
  }

  Profile profile() {
    return profile;
  }

  /** A leaf of a file; the bytes are the caller's again when it returns. */
  Imported leaf(byte[] bytes, int from, int length) {
    if (profile.cidVersion() == 1) {
      Cid cid = sink.put(Codec.RAW, bytes, from, length);
      return new Imported(cid, EntryKind.FILE, length, length);
    }
    byte[] chunk = Arrays.copyOfRange(bytes, from, from + length);
    return node(EntryKind.FILE, List.of(), UnixFsMessage.leaf(chunk), length);
  }

  /** A DAG-PB node over links whose Tsize is known. */
  Imported node(EntryKind kind, List<PbLink> links, byte[] data, long size) {
    byte[] bytes = DagPb.encode(PbNode.of(links, data));
    long dagSize = bytes.length;
    for (PbLink link : links) {
      dagSize += link.tsize().orElse(0);
    }
    Block block =
        profile.cidVersion() == 1
            ? Block.adopt(Codec.DAG_PB, bytes)
            : Block.verified(Cid.v0(Multihash.sha256(bytes)), bytes, "memory");
    sink.put(block);
    return new Imported(block.cid(), kind, size, dagSize);
  }
}
