package dev.carrack.core.provenance;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A range of log entries that is anchored together. Its {@link #root()} is the root of the whole
 * log at the range's end, so one anchor vouches for everything up to there; its {@link #block()}
 * lists the leaf hashes of the range, and the roots of the perfect subtrees before it, so that a
 * stranger can compute that root again and see that nothing else was anchored.
 *
 * <p>The block is DAG-CBOR: {@code {version: 1, first: int, frontier: bytes, leaves: bytes}} with
 * 32 bytes a hash. Immutable and thread-safe.
 */
public final class Batch {

  /** The most entries of one batch: what fits into a block that every IPFS peer takes. */
  public static final int MAX_ENTRIES = 65_000;

  private static final long VERSION = 1;

  private final long first;
  private final int count;
  private final Block block;
  private final Digest root;

  private Batch(long first, int count, Block block, Digest root) {
    this.first = first;
    this.count = count;
    this.block = block;
    this.root = root;
  }

  /** Entries from {@code first} on, and the edge of the tree before them. */
  static Batch of(long first, List<Digest> frontier, List<Digest> leaves) {
    if (leaves.isEmpty() || leaves.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "a batch has 1 to " + MAX_ENTRIES + " entries, not " + leaves.size());
    }
    Node node =
        Node.map()
            .put("version", VERSION)
            .put("first", first)
            .put("frontier", Node.of(join(frontier)))
            .put("leaves", Node.of(join(leaves)))
            .build();
    Block block = Block.adopt(Codec.DAG_CBOR, DagCbor.encode(node));
    return new Batch(first, leaves.size(), block, CompactRange.of(first, frontier, leaves).root());
  }

  /**
   * Reads a batch's block and computes its root again.
   *
   * @throws MalformedException naming the field that is wrong
   * @throws UnsupportedVersionException if it is of a newer form
   * @throws LimitException if there are more bytes than a block has
   */
  public static Batch decode(byte[] cbor) {
    if (cbor.length > Block.MAX_SIZE) {
      throw new LimitException(
          "batch has " + cbor.length + " bytes, more than " + Block.MAX_SIZE, "it is no batch");
    }
    Fields fields = Fields.of(DagCbor.decode(cbor), "");
    long version = fields.count("version");
    if (version != VERSION) {
      throw new UnsupportedVersionException(
          "batch has version " + version + ", this software reads version " + VERSION,
          "read it with newer software");
    }
    long first = fields.count("first");
    List<Digest> frontier = split(fields, "frontier");
    List<Digest> leaves = split(fields, "leaves");
    fields.end();
    if (Long.bitCount(first) != frontier.size()) {
      throw fields.malformed("frontier");
    }
    if (leaves.isEmpty() || leaves.size() > MAX_ENTRIES || first > Long.MAX_VALUE - leaves.size()) {
      throw fields.malformed("leaves");
    }
    return of(first, frontier, leaves);
  }

  private static byte[] join(List<Digest> hashes) {
    byte[] out = new byte[hashes.size() * Digest.SIZE];
    for (int i = 0; i < hashes.size(); i++) {
      hashes.get(i).put(out, i * Digest.SIZE);
    }
    return out;
  }

  private static List<Digest> split(Fields fields, String key) {
    if (!(fields.node(key) instanceof Node.Bytes node)) {
      throw fields.malformed(key);
    }
    byte[] bytes = node.value();
    if (bytes.length % Digest.SIZE != 0) {
      throw fields.malformed(key);
    }
    List<Digest> out = new ArrayList<>(bytes.length / Digest.SIZE);
    for (int at = 0; at < bytes.length; at += Digest.SIZE) {
      out.add(Digest.of(Arrays.copyOfRange(bytes, at, at + Digest.SIZE)));
    }
    return out;
  }

  /** Index of the first entry. */
  public long first() {
    return first;
  }

  /** Number of entries in the range. */
  public int count() {
    return count;
  }

  /** Number of entries of the log that {@link #root()} covers: first + count. */
  public long size() {
    return first + count;
  }

  /** The log's root at {@link #size()}, to be anchored. */
  public Digest root() {
    return root;
  }

  /** The CID of {@link #block()}, to be anchored beside the root. */
  public Cid cid() {
    return block.cid();
  }

  /** The batch's bytes, to be kept and published. */
  public Block block() {
    return block;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Batch that && block.equals(that.block);
  }

  @Override
  public int hashCode() {
    return block.hashCode();
  }

  /** The range and the root. */
  @Override
  public String toString() {
    return "entries %d to %d, root %s".formatted(first, size() - 1, root);
  }
}
