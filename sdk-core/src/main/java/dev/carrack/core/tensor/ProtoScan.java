package dev.carrack.core.tensor;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;

/**
 * Reads a protobuf message of any size field by field, stepping over what is not asked for. Every
 * length is checked against the message around it.
 */
final class ProtoScan {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final HeaderInput in;
  private long end;
  private int field;
  private int wireType;

  /** Told of each field; it must take the value, or pass over it. */
  interface Field {
    void at(int number);
  }

  ProtoScan(HeaderInput in) {
    this.in = in;
  }

  /** Reads fields up to the position {@code to}. */
  void message(long to, Field fields) {
    long outer = end;
    end = to;
    while (in.position() < end && in.peek() >= 0) {
      long tag = varint0();
      field = (int) Math.min(tag >>> 3, Integer.MAX_VALUE);
      wireType = (int) (tag & 7);
      if (field == 0 || tag >>> 3 > 0x1fffffff) {
        throw in.malformed("a field is numbered " + Long.toUnsignedString(tag >>> 3));
      }
      fields.at(field);
    }
    if (in.position() > end) {
      throw in.malformed("a field reaches beyond its message");
    }
    end = outer;
  }

  /** Reads the current field as a message. */
  void message(Field fields) {
    long length = length();
    message(in.position() + length, fields);
  }

  long varint() {
    expect(VARINT);
    return varint0();
  }

  /** The next varint of a packed field, whose length was taken before. */
  long packed() {
    return varint0();
  }

  String text(String name) {
    return in.text(length(), name);
  }

  /** The length of the current field, whose bytes come next. */
  long length() {
    expect(BYTES);
    long length = varint0();
    if (length < 0 || length > end - in.position()) {
      throw in.malformed(
          "field %d claims %s bytes, %d are left"
              .formatted(field, Long.toUnsignedString(length), end - in.position()));
    }
    return length;
  }

  boolean isBytes() {
    return wireType == BYTES;
  }

  long position() {
    return in.position();
  }

  void skip() {
    switch (wireType) {
      case VARINT -> varint0();
      case FIXED64 -> in.skip(8);
      case BYTES -> in.skip(length());
      case FIXED32 -> in.skip(4);
      default -> throw in.malformed("field " + field + " has the wire type " + wireType);
    }
  }

  MalformedException malformed(String problem) {
    return in.malformed(problem);
  }

  LimitException over(String problem) {
    return in.over(problem, "no model has so many");
  }

  HeaderInput input() {
    return in;
  }

  private void expect(int type) {
    if (wireType != type) {
      throw in.malformed(
          "field %d has the wire type %d instead of %d".formatted(field, wireType, type));
    }
  }

  private long varint0() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = in.octet();
      if (shift == 63 && b > 1) {
        break;
      }
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw in.malformed("a varint is longer than 64 bits");
  }
}
