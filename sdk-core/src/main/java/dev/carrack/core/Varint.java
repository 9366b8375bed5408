package dev.carrack.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Unsigned varints as multiformats use them: LEB128, at most 9 bytes (63 bits), minimal. Over-long
 * and non-minimal encodings are refused with {@link MalformedException}. Spec:
 * multiformats/unsigned-varint.
 */
public final class Varint {

  /** The longest encoding in bytes. */
  public static final int MAX_BYTES = 9;

  private Varint() {}

  /**
   * The number of bytes that {@code value} takes.
   *
   * @param value 0 or more
   * @return 1 to 9
   */
  public static int size(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("varint must not be negative: " + value);
    }
    return Math.max(1, (64 - Long.numberOfLeadingZeros(value) + 6) / 7);
  }

  /**
   * Writes {@code value} into {@code out} from {@code offset}.
   *
   * @return the offset after it
   */
  public static int put(long value, byte[] out, int offset) {
    int end = offset + size(value) - 1;
    long rest = value;
    for (int i = offset; i < end; i++) {
      out[i] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[end] = (byte) rest;
    return end + 1;
  }

  /** The encoding of {@code value} as a new array. */
  public static byte[] encode(long value) {
    byte[] out = new byte[size(value)];
    put(value, out, 0);
    return out;
  }

  /**
   * Reads one varint at the buffer's position and moves past it.
   *
   * @throws MalformedException if it is truncated, longer than 9 bytes, or not minimal
   */
  public static long read(ByteBuffer in) {
    long value = 0;
    for (int i = 0; i < MAX_BYTES; i++) {
      if (!in.hasRemaining()) {
        throw new MalformedException("varint is truncated", "the bytes are incomplete");
      }
      byte b = in.get();
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        if (b == 0 && i > 0) {
          throw new MalformedException(
              "varint is not minimal: its last byte is zero", "re-encode it with the fewest bytes");
        }
        return value;
      }
    }
    throw new MalformedException(
        "varint is longer than 9 bytes", "multiformats varints hold at most 63 bits");
  }

  /**
   * Reads one varint from a stream.
   *
   * @return the value, or -1 if the stream ends before its first byte
   * @throws MalformedException if it is truncated, longer than 9 bytes, or not minimal
   * @throws IOException if the stream fails
   */
  public static long read(InputStream in) throws IOException {
    byte[] bytes = new byte[MAX_BYTES];
    int length = 0;
    int b;
    do {
      b = in.read();
      if (b < 0) {
        break;
      }
      bytes[length++] = (byte) b;
    } while (b >= 0x80 && length < MAX_BYTES);
    return length == 0 ? -1 : read(ByteBuffer.wrap(bytes, 0, length));
  }
}
