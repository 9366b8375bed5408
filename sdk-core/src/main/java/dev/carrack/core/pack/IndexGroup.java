package dev.carrack.core.pack;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Multihash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The entries of one pack whose CIDs share codec, hash function and digest length: {@code digest ‖
 * u32 offset ‖ u32 length}, fixed-width so that sorted entries can be searched in the file. Grows
 * while the pack is open, with a hash table of positions beside it. Not thread-safe while it grows.
 */
final class IndexGroup {

  /** Bytes of an entry behind its digest. */
  static final int PLACE = 8;

  private final Codec codec;
  private final long code;
  private final int digestLength;
  private byte[] entries;
  private int count;
  private int[] slots = new int[0];

  IndexGroup(Codec codec, long code, int digestLength) {
    this(codec, code, digestLength, new byte[0], 0);
  }

  private IndexGroup(Codec codec, long code, int digestLength, byte[] entries, int count) {
    this.codec = codec;
    this.code = code;
    this.digestLength = digestLength;
    this.entries = entries;
    this.count = count;
  }

  /** Takes over the entries of an index frame; their length must be a multiple of the width. */
  static IndexGroup of(Codec codec, long code, int digestLength, byte[] entries) {
    int count = entries.length / (digestLength + PLACE);
    return new IndexGroup(codec, code, digestLength, entries, count);
  }

  Codec codec() {
    return codec;
  }

  boolean takes(Multihash hash) {
    return code == hash.code() && digestLength == hash.digestLength();
  }

  long code() {
    return code;
  }

  int digestLength() {
    return digestLength;
  }

  int width() {
    return digestLength + PLACE;
  }

  int count() {
    return count;
  }

  /** The first eight digest bytes, so ordered as signed longs that digests keep their order. */
  static long key(byte[] digest, int offset, int length) {
    long key = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      key = key << 8 | (i < length ? digest[offset + i] & 0xff : 0);
    }
    return key ^ Long.MIN_VALUE;
  }

  static long key(Multihash hash) {
    byte[] digest = hash.digest();
    return key(digest, 0, digest.length);
  }

  long key(int entry) {
    return key(entries, entry * width(), digestLength);
  }

  int offset(int entry) {
    return ByteBuffer.wrap(entries).getInt(entry * width() + digestLength);
  }

  int length(int entry) {
    return ByteBuffer.wrap(entries).getInt(entry * width() + digestLength + 4);
  }

  Cid cid(int entry) {
    int from = entry * width();
    byte[] digest = Arrays.copyOfRange(entries, from, from + digestLength);
    return Cid.of(codec, Multihash.of(code, digest));
  }

  void add(byte[] digest, int offset, int length) {
    int from = count * width();
    if (from + width() > entries.length) {
      entries = Arrays.copyOf(entries, Math.max(64 * width(), 2 * from));
    }
    System.arraycopy(digest, 0, entries, from, digestLength);
    ByteBuffer.wrap(entries)
        .putInt(from + digestLength, offset)
        .putInt(from + digestLength + 4, length);
    count++;
    if (2 * count > slots.length) {
      slots = new int[Math.max(128, 2 * slots.length)];
      for (int i = 0; i < count; i++) {
        slots[slot(entries, i * width())] = i + 1;
      }
    } else {
      slots[slot(entries, from)] = count;
    }
  }

  /** The position of the digest's entry while the pack is open, or -1. */
  int find(byte[] digest) {
    return slots.length == 0 ? -1 : slots[slot(digest, 0)] - 1;
  }

  /** The slot that holds the digest at {@code at}, or the free one where it belongs. */
  private int slot(byte[] bytes, int at) {
    int mask = slots.length - 1;
    int slot = Long.hashCode(key(bytes, at, digestLength) * 0x9E3779B97F4A7C15L) & mask;
    while (slots[slot] != 0) {
      int from = (slots[slot] - 1) * width();
      if (Arrays.equals(entries, from, from + digestLength, bytes, at, at + digestLength)) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** The entries in the order of their digests, as the index frame holds them. */
  byte[] sorted() {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compare(a * width(), b * width()));
    byte[] out = new byte[count * width()];
    for (int i = 0; i < count; i++) {
      System.arraycopy(entries, order[i] * width(), out, i * width(), width());
    }
    return out;
  }

  private int compare(int a, int b) {
    return Arrays.compareUnsigned(entries, a, a + digestLength, entries, b, b + digestLength);
  }

  /** Whether the digests strictly ascend, as those of an index frame must. */
  boolean ascends() {
    for (int i = 1; i < count; i++) {
      if (compare((i - 1) * width(), i * width()) >= 0) {
        return false;
      }
    }
    return true;
  }
}
