package dev.carrack.core.pack;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Multihash;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Where each block of one pack lies: built while the pack is written, or decoded from its last
 * frame. The frame is a DAG-CBOR block, so a pack stays a plain CAR; it ends in a trailer of 16
 * bytes that says where the frame begins, so it is found from the end. Layout: docs/format-v1.md,
 * "The index frame".
 */
final class PackIndex {

  static final int TRAILER = 16;

  private static final byte[] MAGIC = "CARRACK1".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  private final List<IndexGroup> groups = new ArrayList<>();
  private int count;

  List<IndexGroup> groups() {
    return groups;
  }

  int count() {
    return count;
  }

  void add(Cid cid, long offset, int length) {
    group(cid).add(cid.hash().digest(), Math.toIntExact(offset), length);
    count++;
  }

  boolean holds(Multihash hash) {
    byte[] digest = hash.digest();
    for (IndexGroup group : groups) {
      if (group.takes(hash) && group.find(digest) >= 0) {
        return true;
      }
    }
    return false;
  }

  private IndexGroup group(Cid cid) {
    for (IndexGroup group : groups) {
      if (group.codec().equals(cid.codec()) && group.takes(cid.hash())) {
        return group;
      }
    }
    Multihash hash = cid.hash();
    IndexGroup group = new IndexGroup(cid.codec(), hash.code(), hash.digestLength());
    groups.add(group);
    groups.sort(
        Comparator.comparingLong((IndexGroup g) -> g.codec().code())
            .thenComparingLong(IndexGroup::code)
            .thenComparingInt(IndexGroup::digestLength));
    return group;
  }

  /** The encoded size in bytes if {@code more} was added. */
  int sizeWith(Cid more) {
    int size = 0;
    boolean found = false;
    for (IndexGroup group : groups) {
      boolean same = group.codec().equals(more.codec()) && group.takes(more.hash());
      found |= same;
      size += size(group, group.count() + (same ? 1 : 0));
    }
    int lists = groups.size();
    if (!found) {
      Multihash hash = more.hash();
      size += size(new IndexGroup(more.codec(), hash.code(), hash.digestLength()), 1);
      lists++;
    }
    // {"v": 1, "blocks": […], "trailer": h'16 bytes'}
    return 1 + 3 + 7 + head(lists) + size + 8 + 1 + TRAILER;
  }

  /** The encoded size of a group that has {@code count} entries. */
  private static int size(IndexGroup group, int count) {
    long bytes = (long) count * group.width();
    int heads = head(group.codec().code()) + head(group.code()) + head(group.digestLength());
    return (int) (1 + heads + head(bytes) + bytes);
  }

  /** The size of a CBOR head in bytes. */
  private static int head(long value) {
    return value < 24 ? 1 : value < 1 << 8 ? 2 : value < 1 << 16 ? 3 : value < 1L << 32 ? 5 : 9;
  }

  /** The index frame's block for a frame that begins at {@code frameOffset} of the pack. */
  byte[] encode(long frameOffset) {
    List<Node> lists = new ArrayList<>();
    for (IndexGroup group : groups) {
      lists.add(
          Node.list(
              List.of(
                  Node.of(group.codec().code()),
                  Node.of(group.code()),
                  Node.of(group.digestLength()),
                  Node.of(group.sorted()))));
    }
    byte[] trailer = ByteBuffer.allocate(TRAILER).put(MAGIC).putLong(frameOffset).array();
    return DagCbor.encode(
        Node.map()
            .put("v", VERSION)
            .put("blocks", Node.list(lists))
            .put("trailer", Node.of(trailer))
            .build());
  }

  /**
   * Decodes an index frame's block.
   *
   * @param packBytes no block may end behind it
   * @throws MalformedException naming the rule broken
   */
  static PackIndex decode(byte[] block, long packBytes) {
    Node node = DagCbor.decode(block);
    if (node.at("v").int64() != VERSION) {
      throw new MalformedException(
          "index frame has version " + node.at("v").int64(), "open it with newer software");
    }
    PackIndex index = new PackIndex();
    for (Node item : node.at("blocks").items()) {
      List<Node> parts = item.items();
      check(parts.size() == 4, "lists of four");
      long digestLength = parts.get(2).int64();
      check(digestLength >= 0 && digestLength <= Multihash.MAX_DIGEST, "a digest length");
      byte[] entries = parts.get(3).bytes();
      check(entries.length % (digestLength + IndexGroup.PLACE) == 0, "whole entries");
      IndexGroup group = group(parts, (int) digestLength, entries);
      check(group.ascends(), "ascending digests");
      for (int i = 0; i < group.count(); i++) {
        long offset = group.offset(i);
        long length = group.length(i);
        check(
            offset >= PackFormat.HEADER
                && length >= 0
                && length <= PackFormat.MAX_SECTION
                && offset + length <= packBytes,
            "blocks inside the pack");
      }
      index.groups.add(group);
      index.count += group.count();
    }
    return index;
  }

  private static IndexGroup group(List<Node> parts, int digestLength, byte[] entries) {
    long codec = parts.get(0).int64();
    long code = parts.get(1).int64();
    check(codec >= 0 && code >= 0, "codes");
    return IndexGroup.of(new Codec(codec), code, digestLength, entries);
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new MalformedException(
          "index frame does not have " + rule, "run verify and restore the pack from a copy");
    }
  }

  /** The frame offset that a pack's last 16 bytes name, or -1 if they are no trailer. */
  static long frameOffset(byte[] trailer) {
    if (!Arrays.equals(trailer, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return -1;
    }
    return ByteBuffer.wrap(trailer).getLong(MAGIC.length);
  }
}
