package dev.carrack.core.pack;

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
 * Where each block of one pack lies: built while the pack is written, or decoded from its last frame.
 * The frame is a DAG-CBOR block, so a pack stays a plain CAR; it ends in a trailer of 16 bytes that says
 * where the frame begins, so it is found from the end. Layout: docs/format-v1.md, "The index frame".
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

  void add(Multihash hash, long offset, int length) {
    byte[] digest = hash.digest();
    group(hash.code(), digest.length).add(digest, Math.toIntExact(offset), length);
    count++;
  }

  boolean holds(Multihash hash) {
    byte[] digest = hash.digest();
    for (IndexGroup group : groups) {
      if (group.code() == hash.code() && group.digestLength() == digest.length) {
        return group.find(digest) >= 0;
      }
    }
    return false;
  }

  private IndexGroup group(long code, int digestLength) {
    for (IndexGroup group : groups) {
      if (group.code() == code && group.digestLength() == digestLength) {
        return group;
      }
    }
    IndexGroup group = new IndexGroup(code, digestLength);
    groups.add(group);
    groups.sort(
        Comparator.comparingLong(IndexGroup::code).thenComparingInt(IndexGroup::digestLength));
    return group;
  }

  /** The encoded size in bytes if {@code more} was added. */
  int sizeWith(Multihash more) {
    int size = 0;
    boolean found = false;
    for (IndexGroup group : groups) {
      boolean same = group.code() == more.code() && group.digestLength() == more.digestLength();
      found |= same;
      size += groupSize(group.code(), group.digestLength(), group.count() + (same ? 1 : 0));
    }
    int lists = groups.size();
    if (!found) {
      size += groupSize(more.code(), more.digestLength(), 1);
      lists++;
    }
    // {"v": 1, "hashes": […], "trailer": h'16 bytes'}
    return 1 + 3 + 7 + head(lists) + size + 8 + 1 + TRAILER;
  }

  private static int groupSize(long code, int digestLength, int count) {
    long bytes = (long) count * (digestLength + IndexGroup.PLACE);
    return (int) (1 + head(code) + head(digestLength) + head(bytes) + bytes);
  }

  /** The size of a CBOR head in bytes. */
  private static int head(long value) {
    return value < 24 ? 1 : value < 1 << 8 ? 2 : value < 1 << 16 ? 3 : value < 1L << 32 ? 5 : 9;
  }

  /** The index frame's block for a frame that begins at {@code frameOffset} of the pack. */
  byte[] encode(long frameOffset) {
    List<Node> hashes = new ArrayList<>();
    for (IndexGroup group : groups) {
      hashes.add(
          Node.list(
              List.of(
                  Node.of(group.code()), Node.of(group.digestLength()), Node.of(group.sorted()))));
    }
    byte[] trailer = ByteBuffer.allocate(TRAILER).put(MAGIC).putLong(frameOffset).array();
    return DagCbor.encode(
        Node.map()
            .put("v", VERSION)
            .put("hashes", Node.list(hashes))
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
    for (Node item : node.at("hashes").items()) {
      List<Node> parts = item.items();
      check(parts.size() == 3, "a list of three");
      long digestLength = parts.get(1).int64();
      check(digestLength >= 0 && digestLength <= Multihash.MAX_DIGEST, "a digest length");
      byte[] entries = parts.get(2).bytes();
      check(entries.length % (digestLength + IndexGroup.PLACE) == 0, "whole entries");
      IndexGroup group = IndexGroup.of(parts.get(0).int64(), (int) digestLength, entries);
      check(group.ascends(), "ascending digests");
      for (int i = 0; i < group.count(); i++) {
        long offset = group.offset(i);
        long length = group.length(i);
        check(
            offset >= PackFormat.HEADER
                && length >= 0
                && length <= PackFormat.MAX_BLOCK
                && offset + length <= packBytes,
            "blocks inside the pack");
      }
      index.groups.add(group);
      index.count += group.count();
    }
    return index;
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
