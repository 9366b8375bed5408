package dev.carrack.core.internal;

import dev.carrack.core.MalformedException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Reads the protobuf wire format field by field: {@link #next()} moves to a field, then exactly one
 * of the value methods takes it. Lengths are checked against the bytes that are there before
 * anything is allocated. Varints must be minimal, so that what was read can be written back byte
 * for byte.
 *
 * <p>Not thread-safe. Every error is a {@link MalformedException} naming the message being read.
 */
public final class ProtoReader {

  /** Wire type of integers and enums. */
  public static final int VARINT = 0;

  /** Wire type of strings, bytes and messages. */
  public static final int BYTES = 2;

  private static final int FIXED64 = 1;
  static final int FIXED32 = 5;

  private final ByteBuffer in;
  private final String what;
  private final int base;
  private int start;
  private int field;
  private int wireType;

  /**
   * Reads the remaining bytes of {@code in}.
   *
   * @param what names the message in errors
   */
  public ProtoReader(ByteBuffer in, String what) {
    this(in, what, 0);
  }

  /**
   * As {@link #ProtoReader(ByteBuffer, String)}, for a message inside another.
   *
   * @param base where the message begins, for the offsets in errors
   */
  public ProtoReader(ByteBuffer in, String what, int base) {
    this.in = in.slice().order(java.nio.ByteOrder.LITTLE_ENDIAN);
    this.what = what;
    this.base = base;
  }

  /** Moves to the next field; false at the end. */
  public boolean next() {
    start = in.position();
    if (!in.hasRemaining()) {
      return false;
    }
    long tag = rawVarint();
    wireType = (int) (tag & 7);
    long number = tag >>> 3;
    if (number < 1 || number > 0x1fffffff) {
      throw malformed("has a field numbered " + number);
    }
    field = (int) number;
    return true;
  }

  /** How many bytes have been read, those before the message included. */
  public int offset() {
    return base + in.position();
  }

  /** The number of the current field. */
  public int field() {
    return field;
  }

  /** The wire type of the current field. */
  public int wireType() {
    return wireType;
  }

  /** The current field as an unsigned 64-bit integer. */
  public long varint() {
    expect(VARINT);
    return rawVarint();
  }

  /** The current field as an integer of at most 63 bits. */
  public long unsigned() {
    long value = varint();
    if (value < 0) {
      throw malformed("field " + field + " is above 2^63");
    }
    return value;
  }

  /** The current field as a view of its bytes. */
  public ByteBuffer bytes() {
    expect(BYTES);
    long length = rawVarint();
    if (length < 0 || length > in.remaining()) {
      throw malformed(
          "field %d claims %s bytes, %d are there"
              .formatted(field, Long.toUnsignedString(length), in.remaining()));
    }
    ByteBuffer slice = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return slice;
  }

  /** The current field as a 32-bit little-endian integer. */
  public int fixed32() {
    expect(FIXED32);
    return need(4).getInt();
  }

  /** Passes over the current field. */
  public void skip() {
    switch (wireType) {
      case VARINT -> rawVarint();
      case BYTES -> bytes();
      case FIXED64 -> need(8).getLong();
      case FIXED32 -> need(4).getInt();
      default -> throw malformed("has the unknown wire type " + wireType);
    }
  }

  /** The error for this message, at the current field. */
  public MalformedException malformed(String problem) {
    return new MalformedException(
        "%s at byte %d %s".formatted(what, base + start, problem),
        "the block was not written by a conforming encoder");
  }

  private ByteBuffer need(int bytes) {
    if (in.remaining() < bytes) {
      throw malformed("is truncated in field " + field);
    }
    return in;
  }

  private void expect(int type) {
    if (wireType != type) {
      throw malformed("field %d has wire type %d instead of %d".formatted(field, wireType, type));
    }
  }

  private long rawVarint() {
    long value = 0;
    try {
      for (int shift = 0; shift < 70; shift += 7) {
        byte b = in.get();
        if (shift == 63 && (b & 0xfe) != 0) {
          break;
        }
        value |= (long) (b & 0x7f) << shift;
        if (b >= 0) {
          if (b == 0 && shift > 0) {
            throw malformed("has a varint that is not minimal");
          }
          return value;
        }
      }
    } catch (BufferUnderflowException e) {
      throw malformed("is truncated inside a varint");
    }
    throw malformed("has a varint longer than 64 bits");
  }
}
