package dev.carrack.core.car;

import dev.carrack.core.CarrackException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Progress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of a CAR with their offset; ends early where a CARv2 says that its payload ends. */
final class CarInput {

  private static final int BUFFER = 64 << 10;

  private final InputStream in;
  private final String origin;
  private long offset;
  private long end = Long.MAX_VALUE;

  CarInput(InputStream in, String origin) {
    this(in, origin, 0);
  }

  /** As above, for a stream that begins at {@code offset}. */
  CarInput(InputStream in, String origin, long offset) {
    this.in = in;
    this.origin = origin;
    this.offset = offset;
  }

  String origin() {
    return origin;
  }

  long offset() {
    return offset;
  }

  void endAt(long end) {
    this.end = end;
  }

  /** The next varint, or -1 if the CAR ends before its first byte. */
  long varint() {
    long value = 0;
    long start = offset;
    for (int shift = 0; shift < 63; shift += 7) {
      int b = offset >= end ? -1 : next();
      if (b < 0 && shift == 0) {
        return -1;
      } else if (b < 0) {
        throw malformed(start, "is cut inside a length");
      }
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        if (b == 0 && shift > 0) {
          throw malformed(start, "has a length that is not minimal");
        }
        return value;
      }
    }
    throw malformed(start, "has a length of more than 63 bits");
  }

  /**
   * Exactly {@code length} bytes, already known to be within bounds.
   *
   * @param start where the thing began that they belong to, for errors
   * @param what its name
   */
  byte[] bytes(long start, int length, String what) {
    checkInside(start, length, what);
    byte[] out = new byte[length];
    fill(start, out, 0, what);
    return out;
  }

  /** Fills {@code out} from {@code from} to its end. */
  void fill(long start, byte[] out, int from, String what) {
    int length = out.length - from;
    checkInside(start, length, what);
    try {
      int n = in.readNBytes(out, from, length);
      offset += n;
      if (n < length) {
        throw malformed(
            start, "is cut inside %s, %d bytes before its end".formatted(what, length - n));
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** That {@code length} bytes from here lie within the payload. */
  void checkInside(long start, long length, String what) {
    if (length > end - offset) {
      throw malformed(start, what + " of " + length + " bytes reaches beyond the payload");
    }
  }

  /** That the payload ends here: a version 2 header says where it must. */
  void checkEnd() {
    if (end != Long.MAX_VALUE && offset < end) {
      throw malformed(offset, "is cut: its payload should end at byte " + end);
    }
  }

  /** That nothing but zeros is left of the payload; {@code what} names the last before them. */
  void checkZeros(String what) {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n; (n = in.read(buffer, 0, (int) Math.min(BUFFER, end - offset))) > 0; ) {
        Progress.checkInterrupt("reading " + origin);
        for (int i = 0; i < n; i++) {
          if (buffer[i] != 0) {
            throw malformed(offset + i, "has more than zeros behind " + what);
          }
        }
        offset += n;
      }
    } catch (IOException e) {
      throw failure(e);
    }
    checkEnd();
  }

  void skip(long start, int length, String what) {
    checkInside(start, length, what);
    try {
      in.skipNBytes(length);
      offset += length;
    } catch (EOFException e) {
      throw malformed(start, "is cut inside " + what);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  void skipTo(long target) {
    try {
      in.skipNBytes(target - offset);
      offset = target;
    } catch (EOFException e) {
      throw malformed(offset, "is cut before its payload at byte " + target);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  MalformedException malformed(long at, String problem) {
    return new MalformedException(
        origin + " at byte " + at + " " + problem, "fetch or export the CAR again");
  }

  private int next() {
    try {
      int b = in.read();
      offset += b < 0 ? 0 : 1;
      return b;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private CarrackException failure(IOException e) {
    return CarFailure.of(e, "read " + origin + " at byte " + offset);
  }
}
