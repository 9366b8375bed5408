package dev.carrack.core.piece;

/**
 * Go's {@code math/rand} with a fixed seed, which made the payloads of random.txt: an additive
 * lagged Fibonacci sequence, {@code y[n] = y[n-607] + y[n-273]} modulo 2^64.
 *
 * <p>Go mixes the seed with a table of 607 numbers: the sequence of seed 1 after 7.8e12 steps. The
 * step is linear, so the table is computed here instead of copied: {@code x^n} modulo {@code x^607
 * - x^334 - 1} by squaring tells how {@code y[n]} follows from the first 607.
 */
final class GoRandom {

  private static final int LENGTH = 607;
  private static final int TAP = 273;
  private static final long STEPS = 7_800_000_000_000L;

  private final long[] state;
  private int at;
  private int tap = LENGTH - TAP;

  GoRandom(int seed) {
    long[] table = table();
    long[] mixed = seeded(seed, 40, 20);
    for (int i = 0; i < LENGTH; i++) {
      mixed[i] ^= table[i];
    }
    state = inOrder(mixed);
  }

  /** As {@code rand.Uint32}: bits 31 to 62. */
  int nextInt() {
    long x = state[at] + state[tap];
    state[at] = x;
    at = at + 1 == LENGTH ? 0 : at + 1;
    tap = tap + 1 == LENGTH ? 0 : tap + 1;
    return (int) (x >>> 31);
  }

  /** Fills with the bytes of 32-bit numbers, the lowest first; the length is a multiple of 4. */
  void fill(byte[] bytes, int length) {
    for (int i = 0; i < length; i += 4) {
      int n = nextInt();
      bytes[i] = (byte) n;
      bytes[i + 1] = (byte) (n >> 8);
      bytes[i + 2] = (byte) (n >> 16);
      bytes[i + 3] = (byte) (n >> 24);
    }
  }

  /** Three numbers of a Lehmer generator for each word, after twenty that are dropped. */
  private static long[] seeded(int seed, int high, int middle) {
    long[] words = new long[LENGTH];
    long x = seed;
    for (int i = -20; i < LENGTH; i++) {
      x = x * 48_271 % Integer.MAX_VALUE;
      if (i >= 0) {
        long word = x << high;
        x = x * 48_271 % Integer.MAX_VALUE;
        word ^= x << middle;
        x = x * 48_271 % Integer.MAX_VALUE;
        words[i] = word ^ x;
      }
    }
    return words;
  }

  /** Go's array runs backwards from its feed position; this one is in the order of the sequence. */
  private static long[] inOrder(long[] words) {
    long[] sequence = new long[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      sequence[i] = words[Math.floorMod(LENGTH - TAP - (i - LENGTH + 1), LENGTH)];
    }
    return sequence;
  }

  private static long[] table() {
    long[] first = inOrder(seeded(1, 20, 10));
    long[] power = power(STEPS);
    long[] words = new long[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      long y = 0;
      for (int j = 0; j < LENGTH; j++) {
        y += power[j] * first[j];
      }
      long n = STEPS - LENGTH + 1 + i;
      words[(int) Math.floorMod(LENGTH - TAP - n, (long) LENGTH)] = y;
      power = timesX(power);
    }
    return words;
  }

  private static long[] power(long exponent) {
    long[] result = new long[LENGTH];
    result[0] = 1;
    for (int bit = 63 - Long.numberOfLeadingZeros(exponent); bit >= 0; bit--) {
      result = square(result);
      if ((exponent >> bit & 1) == 1) {
        result = timesX(result);
      }
    }
    return result;
  }

  private static long[] timesX(long[] p) {
    long[] out = new long[LENGTH];
    System.arraycopy(p, 0, out, 1, LENGTH - 1);
    out[0] += p[LENGTH - 1];
    out[LENGTH - TAP] += p[LENGTH - 1];
    return out;
  }

  private static long[] square(long[] p) {
    long[] wide = new long[2 * LENGTH - 1];
    for (int i = 0; i < LENGTH; i++) {
      for (int j = 0; j < LENGTH; j++) {
        wide[i + j] += p[i] * p[j];
      }
    }
    for (int i = wide.length - 1; i >= LENGTH; i--) {
      wide[i - LENGTH] += wide[i];
      wide[i - TAP] += wide[i];
    }
    return java.util.Arrays.copyOf(wide, LENGTH);
  }
}
