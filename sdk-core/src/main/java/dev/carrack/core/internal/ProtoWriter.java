package dev.carrack.core.internal;

import java.io.ByteArrayOutputStream;

/** Writes protobuf fields in the order of the calls, each varint minimal. Not thread-safe. */
public final class ProtoWriter {

  private final ByteArrayOutputStream out;

  /** An empty message that expects about {@code sizeHint} bytes. */
  public ProtoWriter(int sizeHint) {
    out = new ByteArrayOutputStream(sizeHint);
  }

  /** Appends an integer field; negative values take ten bytes as protobuf wants. */
  public ProtoWriter varint(int field, long value) {
    raw((long) field << 3 | ProtoReader.VARINT);
    raw(value);
    return this;
  }

  /** Appends a field of bytes. */
  public ProtoWriter bytes(int field, byte[] value) {
    return bytes(field, value, 0, value.length);
  }

  /** Appends a field with a range of bytes. */
  public ProtoWriter bytes(int field, byte[] value, int offset, int length) {
    raw((long) field << 3 | ProtoReader.BYTES);
    raw(length);
    out.write(value, offset, length);
    return this;
  }

  /** Appends a field of 32 bits, little-endian. */
  public ProtoWriter fixed32(int field, int value) {
    raw((long) field << 3 | ProtoReader.FIXED32);
    for (int shift = 0; shift < Integer.SIZE; shift += 8) {
      out.write(value >>> shift & 0xff);
    }
    return this;
  }

  /** The message so far as a new array. */
  public byte[] toBytes() {
    return out.toByteArray();
  }

  /** The number of bytes that the unsigned {@code value} takes as a varint. */
  public static int size(long value) {
    return Math.max(1, (64 - Long.numberOfLeadingZeros(value) + 6) / 7);
  }

  private void raw(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest | 0x80) & 0xff);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
