package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Varint;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;

/** The fixed parts of a pack file: its name, its 59-byte header and its frame heads (CARv1). */
final class PackFormat {

  /** The header with one root of 36 bytes. */
  static final int HEADER = 59;

  /** A version 1 CID with a one-byte codec and SHA-256. */
  static final int ROOT = 36;

  /**
   * The largest section, CID and block, in bytes: go-car's limit, so that others can read a pack.
   */
  static final int MAX_SECTION = 8 << 20;

  private static final int SHA256_MULTIHASH = 34;

  static final int MAX_HEAD = Varint.MAX_BYTES + Cid.MAX_BYTES;

  // CARv1: varint(58) ‖ DAG-CBOR {"roots": [42(h'00' ‖ CID)], "version": 1}
  private static final byte[] BEFORE_ROOT = HexFormat.of().parseHex("3aa265726f6f747381d82a582500");
  private static final byte[] AFTER_ROOT = HexFormat.of().parseHex("6776657273696f6e01");

  private PackFormat() {}

  static String fileName(int id) {
    return "%08x.car".formatted(id);
  }

  /** The pack's number, if the file is named as a pack is. */
  static OptionalInt id(String fileName) {
    if (!fileName.matches("[0-7][0-9a-f]{7}\\.car")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(fileName.substring(0, 8), 16));
  }

  static byte[] header(Cid root) {
    byte[] out = Arrays.copyOf(BEFORE_ROOT, HEADER);
    int end = root.put(out, BEFORE_ROOT.length);
    if (end != HEADER - AFTER_ROOT.length) {
      throw new IllegalArgumentException("not a 36-byte root: " + root);
    }
    System.arraycopy(AFTER_ROOT, 0, out, end, AFTER_ROOT.length);
    return out;
  }

  /** The CID of an index frame. */
  static Cid indexCid(byte[] index) {
    return Cid.of(Codec.DAG_CBOR, index);
  }

  /** The bytes that a block takes in a pack. */
  static int frameSize(int cidSize, int dataSize) {
    return Varint.size((long) cidSize + dataSize) + cidSize + dataSize;
  }

  /** The bytes in front of a block's own in its frame, where its CID has SHA-256. */
  static int headSize(Codec codec, int dataSize) {
    int cidSize = 1 + Varint.size(codec.code()) + SHA256_MULTIHASH;
    return frameSize(cidSize, dataSize) - dataSize;
  }

  /** Writes {@code varint(length) ‖ CID} to the start of {@code out}; returns its length. */
  static int frameHead(Cid cid, int dataSize, byte[] out) {
    return cid.put(out, Varint.put((long) cid.size() + dataSize, out, 0));
  }

  /** Whether a pack of {@code size} bytes takes one more block and the index frame that ends it. */
  static boolean fits(PackOptions options, PackIndex index, long size, Cid cid, int dataSize) {
    int indexSize = index.sizeWith(cid);
    long total = size + frameSize(cid.size(), dataSize) + frameSize(ROOT, indexSize);
    return total <= options.packBytes()
        && index.count() < options.packBlocks()
        && indexSize <= Block.MAX_SIZE;
  }
}
