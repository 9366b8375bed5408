package dev.carrack.core.piece;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Fr32 padding: 127 payload bytes become 128 tree bytes.
 *
 * <p>Read as a little-endian bit string, the payload is cut into four runs of 254 bits and each run
 * is followed by two zero bits, so every 32-byte leaf is below the order of the BLS12-381 scalar
 * field (Filecoin spec, "Fr32"). Done sixty-four bits at a time: a run starts 62 bits after a word
 * boundary, then 60, then 58, hence the shifts.
 */
final class Fr32 {

  /** Payload bytes in one unit. */
  static final int IN = 127;

  /** Tree bytes in one unit: four leaves. */
  static final int OUT = 128;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long TOP = -1L >>> 2;

  private Fr32() {}

  /**
   * Expands {@code units * 127} bytes of {@code src} into {@code units * 128} bytes of {@code dst}.
   * The arrays must not overlap.
   */
  static void expand(byte[] src, int so, int units, byte[] dst, int d) {
    for (int i = 0; i < units; i++, so += IN, d += OUT) {
      expandUnit(src, so, dst, d);
    }
  }

  /**
   * Takes the zero bits out again: {@code units * 128} bytes of {@code src} become {@code units *
   * 127} bytes of {@code dst}. For small things such as an index; a bit at a time.
   */
  static void contract(byte[] src, int units, byte[] dst) {
    int to = 0;
    for (int from = 0; from < units * OUT * 8; from++) {
      if (from % 256 < 254) {
        dst[to / 8] |= (byte) ((src[from / 8] >> from % 8 & 1) << to % 8);
        to++;
      }
    }
  }

  private static void expandUnit(byte[] s, int so, byte[] t, int d) {
    long a = in(s, so + 24);
    out(t, d, in(s, so));
    out(t, d + 8, in(s, so + 8));
    out(t, d + 16, in(s, so + 16));
    out(t, d + 24, a & TOP);

    long b = in(s, so + 32);
    long c = in(s, so + 40);
    long e = in(s, so + 48);
    long f = in(s, so + 56);
    out(t, d + 32, a >>> 62 | b << 2);
    out(t, d + 40, b >>> 62 | c << 2);
    out(t, d + 48, c >>> 62 | e << 2);
    out(t, d + 56, (e >>> 62 | f << 2) & TOP);

    a = in(s, so + 64);
    b = in(s, so + 72);
    c = in(s, so + 80);
    e = in(s, so + 88);
    out(t, d + 64, f >>> 60 | a << 4);
    out(t, d + 72, a >>> 60 | b << 4);
    out(t, d + 80, b >>> 60 | c << 4);
    out(t, d + 88, (c >>> 60 | e << 4) & TOP);

    a = in(s, so + 96);
    b = in(s, so + 104);
    c = in(s, so + 112);
    // The last word has seven bytes: read one byte early so as not to pass the end of the payload.
    f = in(s, so + 119) >>> 8;
    out(t, d + 96, e >>> 58 | a << 6);
    out(t, d + 104, a >>> 58 | b << 6);
    out(t, d + 112, b >>> 58 | c << 6);
    out(t, d + 120, c >>> 58 | f << 6);
  }

  private static long in(byte[] a, int at) {
    return (long) LONGS.get(a, at);
  }

  private static void out(byte[] a, int at, long v) {
    LONGS.set(a, at, v);
  }
}
