package dev.carrack.core.car;

import dev.carrack.core.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The fixed header of a CARv2 behind its pragma: 16 bytes of characteristics, then three
 * little-endian offsets. Spec: ipld CARv2, "Header".
 *
 * @param fullyIndexed whether the index lists every section, those of identity CIDs too
 * @param dataOffset where the CARv1 payload begins in the file
 * @param dataSize its length in bytes
 * @param indexOffset where the index begins in the file, or 0 without one
 */
record V2Header(boolean fullyIndexed, long dataOffset, long dataSize, long indexOffset) {

  /** {@code {version: 2}}: the DAG-CBOR of a CARv1 header that no version 1 reader takes. */
  private static final String PRAGMA = "a16776657273696f6e02";

  /** The bytes of the header. */
  static final int BYTES = 40;

  /** The first byte behind pragma and header. */
  static final int END = 51;

  /** The first, left-most bit of the characteristics. */
  private static final int FULLY_INDEXED = 0x80;

  private static final int AT = END - BYTES;

  static byte[] pragma() {
    return HexFormat.of().parseHex(PRAGMA);
  }

  /**
   * Reads the header; offsets must leave room for what lies before them.
   *
   * @throws MalformedException naming the field
   */
  static V2Header read(byte[] bytes, CarInput at) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    V2Header header =
        new V2Header(
            (in.get(0) & FULLY_INDEXED) != 0, in.getLong(16), in.getLong(24), in.getLong(32));
    long end = header.dataOffset + header.dataSize;
    if (header.dataOffset < END || header.dataSize <= 0 || end < 0) {
      throw at.malformed(
          AT,
          "places its payload of %s bytes at %s"
              .formatted(
                  Long.toUnsignedString(header.dataSize),
                  Long.toUnsignedString(header.dataOffset)));
    }
    if (header.indexOffset != 0 && header.indexOffset < end) {
      throw at.malformed(
          AT,
          "places its index at %s, before its payload ends at %d"
              .formatted(Long.toUnsignedString(header.indexOffset), end));
    }
    return header;
  }

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(0, (byte) (fullyIndexed ? FULLY_INDEXED : 0))
        .putLong(16, dataOffset)
        .putLong(24, dataSize)
        .putLong(32, indexOffset)
        .array();
  }

  /** The first byte behind the payload. */
  long dataEnd() {
    return dataOffset + dataSize;
  }

  boolean hasIndex() {
    return indexOffset != 0;
  }
}
