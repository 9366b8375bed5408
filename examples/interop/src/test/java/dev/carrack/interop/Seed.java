package dev.carrack.interop;

import java.util.Random;
import java.util.SplittableRandom;

/** Where a run's randomness comes from: {@code -Dinterop.seed=N} repeats a run. */
final class Seed {
  private static final long RUN =
      Long.getLong("interop.seed", new SplittableRandom().nextLong(1L << 48));

  static {
    System.out.println("seed " + RUN + " (repeat with -Dinterop.seed=" + RUN + ")");
  }

  private Seed() {}

  /** The randomness of one case. */
  static Random random(String suite, int index) {
    return new Random(seed(suite, index));
  }

  /** As a number of 32 bits, for a peer's own generator. */
  static byte[] number(String suite, int index) {
    return Peer.arg(seed(suite, index) & 0xffff_ffffL);
  }

  private static long seed(String suite, int index) {
    return new SplittableRandom(RUN + suite.hashCode() * 0x9e37_79b9L + index).nextLong();
  }
}
