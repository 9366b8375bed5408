package dev.carrack.core.piece;

import static dev.carrack.core.piece.Sha256PairHasher.NODE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One piece inside an aggregated deal, as the deal's index tells it: its commitment and its place.
 * Offset and size count padded bytes, of which 128 stand for 127 payload bytes. Immutable and
 * thread-safe. Specification: FRC-0058, "Data Segment Index".
 */
public final class DataSegment {

  /** Padded bytes of an index entry: two leaves. */
  static final int ENTRY = 2 * NODE;

  private static final int CHECKSUM = 16;

  private final byte[] commitment;
  private final long offset;
  private final long size;

  DataSegment(byte[] commitment, long offset, long size) {
    this.commitment = commitment;
    this.offset = offset;
    this.size = size;
  }

  /**
   * The segment that an entry of 64 bytes describes; empty if its checksum does not match, or its
   * offset and size are no padded range before {@code limit}. An unused entry, all zeros, is one
   * such.
   */
  static Optional<DataSegment> read(byte[] entry, int at, long limit) {
    ByteBuffer in = ByteBuffer.wrap(entry, at, ENTRY).order(ByteOrder.LITTLE_ENDIAN);
    byte[] commitment = new byte[NODE];
    in.get(commitment);
    DataSegment segment = new DataSegment(commitment, in.getLong(), in.getLong());
    boolean placed =
        segment.size > 0
            && segment.offset >= 0
            && segment.offset % Fr32.OUT == 0
            && segment.size % Fr32.OUT == 0
            && segment.offset <= limit - segment.size;
    boolean same = Arrays.equals(segment.entry(), 0, ENTRY, entry, at, at + ENTRY);
    return placed && same ? Optional.of(segment) : Optional.empty();
  }

  /** The index entry: commitment, offset, size, checksum of those truncated to 126 bits. */
  byte[] entry() {
    ByteBuffer out = ByteBuffer.allocate(ENTRY).order(ByteOrder.LITTLE_ENDIAN);
    out.put(commitment).putLong(offset).putLong(size);
    byte[] checksum = sha256(out.array());
    checksum[CHECKSUM - 1] &= 0x3f;
    return out.put(checksum, 0, CHECKSUM).array();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java platform without SHA-256: use a complete JDK", e);
    }
  }

  /** The node over the two leaves of the index entry. */
  byte[] entryNode() {
    byte[] node = new byte[NODE];
    new Sha256PairHasher().hash(entry(), 0, 1, node, 0);
    return node;
  }

  /** The segment as a piece whose payload fills all its room; the index does not tell less. */
  public PieceCid piece() {
    return PieceCid.of(payloadLength(), commitment);
  }

  /** Its first byte in the padded deal. */
  public long offset() {
    return offset;
  }

  /** Its padded bytes. */
  public long size() {
    return size;
  }

  /** Its first byte in the deal's payload. */
  public long payloadOffset() {
    return offset / Fr32.OUT * Fr32.IN;
  }

  /** Its bytes in the deal's payload, the zeros at its end included. */
  public long payloadLength() {
    return size / Fr32.OUT * Fr32.IN;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataSegment that
        && offset == that.offset
        && size == that.size
        && Arrays.equals(commitment, that.commitment);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(31 * offset + size) + Arrays.hashCode(commitment);
  }

  @Override
  public String toString() {
    return piece().v1() + " at " + offset + "+" + size;
  }
}
