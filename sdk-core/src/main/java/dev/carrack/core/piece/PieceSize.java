package dev.carrack.core.piece;

/**
 * The arithmetic between a payload's length, its padded size and its tree height.
 *
 * <p>A piece of height {@code h} holds {@code 127 * 2^(h-2)} payload bytes and is {@code 32 * 2^h}
 * bytes after Fr32. The smallest piece has height 2 (127 bytes, four leaves), the largest here 31
 * (64 GiB, the largest Filecoin sector).
 */
final class PieceSize {

  static final int MIN_HEIGHT = 2;
  static final int MAX_HEIGHT = 31;

  /** 68,182,605,824 bytes: 2^36 * 127 / 128. */
  static final long MAX_RAW = capacity(MAX_HEIGHT);

  private PieceSize() {}

  /** Payload bytes that fit a tree of this height. */
  static long capacity(int height) {
    return (long) Fr32.IN << (height - MIN_HEIGHT);
  }

  /** Bytes of a tree's leaves. */
  static long padded(int height) {
    return 32L << height;
  }

  /** The smallest height that holds {@code raw} bytes, {@code 0 <= raw <= MAX_RAW}. */
  static int height(long raw) {
    long units = Math.max(1, (raw + Fr32.IN - 1) / Fr32.IN);
    return MIN_HEIGHT + (64 - Long.numberOfLeadingZeros(units - 1));
  }

  /** The height of a tree of {@code padded} bytes, rounded up to a power of two from 128. */
  static int heightOfPadded(long padded) {
    return Math.max(MIN_HEIGHT, 59 - Long.numberOfLeadingZeros(padded - 1));
  }

  /**
   * Checks a padded size.
   *
   * @throws IllegalArgumentException if it is no power of two from 128 to 64 GiB
   */
  static void checkPadded(long padded) {
    if (Long.bitCount(padded) != 1 || padded < padded(MIN_HEIGHT) || padded > padded(MAX_HEIGHT)) {
      throw new IllegalArgumentException(
          "padded size must be a power of two from 128 to 68719476736 but was " + padded);
    }
  }
}
