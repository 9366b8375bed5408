package dev.carrack.core.unixfs;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One decoded block: a raw leaf, a DAG-PB node with its UnixFS message, or something else. */
final class UnixFsNode {

  private final Block block;
  private final List<PbLink> links;
  private final @Nullable UnixFsMessage message;

  private UnixFsNode(Block block, List<PbLink> links, @Nullable UnixFsMessage message) {
    this.block = block;
    this.links = links;
    this.message = message;
  }

  /**
   * Fetches and decodes a block.
   *
   * @throws MalformedException if it is DAG-PB but no UnixFS
   */
  static UnixFsNode load(BlockSource source, Cid cid) {
    Block block = Dag.block(source, cid);
    if (!cid.codec().equals(Codec.DAG_PB)) {
      return new UnixFsNode(block, List.of(), null);
    }
    try {
      PbNode node = DagPb.decode(block.buffer());
      ByteBuffer data =
          node.data()
              .orElseThrow(() -> new MalformedException("DAG-PB node without UnixFS data", ""));
      return new UnixFsNode(block, node.links(), UnixFsMessage.decode(data));
    } catch (MalformedException e) {
      throw new MalformedException("block " + cid + ": " + e.problem(), e.remedy(), e);
    }
  }

  /** Whether the codec is one that UnixFS uses. */
  static boolean isUnixFs(Cid cid) {
    return cid.codec().equals(Codec.RAW) || cid.codec().equals(Codec.DAG_PB);
  }

  Block block() {
    return block;
  }

  Cid cid() {
    return block.cid();
  }

  EntryKind kind() {
    if (message == null) {
      return cid().codec().equals(Codec.RAW) ? EntryKind.FILE : EntryKind.OTHER;
    }
    return message.kind();
  }

  List<PbLink> links() {
    return links;
  }

  /** The message, absent in a raw leaf and in blocks of other codecs. */
  Optional<UnixFsMessage> message() {
    return Optional.ofNullable(message);
  }

  /** The content that lies in this block itself. */
  ByteBuffer inline() {
    return message == null ? block.buffer() : message.data();
  }

  /** The error where {@code wanted} was expected. */
  MalformedException isNo(String wanted) {
    String what = kind() == EntryKind.OTHER ? cid().codec().toString() : name();
    return new MalformedException(
        "block %s is %s, not a %s".formatted(cid(), what, wanted), "check the CID or path");
  }

  private String name() {
    return "a " + kind().name().toLowerCase(Locale.ROOT);
  }

  MalformedException malformed(String problem) {
    return new MalformedException(
        "UnixFS block " + cid() + " " + problem, "it was not written by a conforming importer");
  }
}
