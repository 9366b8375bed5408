package dev.carrack.compute;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * A number of bytes. Immutable.
 *
 * @param count not negative
 */
public record Bytes(long count) implements Comparable<Bytes> {

  private static final BigDecimal GB = BigDecimal.valueOf(1_000_000_000);

  /** Checks the sign. */
  public Bytes {
    if (count < 0) {
      throw new IllegalArgumentException("a size is not negative: " + count);
    }
  }

  /** So many bytes. */
  public static Bytes of(long count) {
    return new Bytes(count);
  }

  /** Mebibytes, 2^20 bytes each. */
  public static Bytes mib(long count) {
    return new Bytes(Math.multiplyExact(count, 1L << 20));
  }

  /** Gibibytes, 2^30 bytes each: how memory is counted. */
  public static Bytes gib(long count) {
    return new Bytes(Math.multiplyExact(count, 1L << 30));
  }

  /** Gigabytes, 10^9 bytes each: how traffic is priced. */
  public static Bytes gb(long count) {
    return new Bytes(Math.multiplyExact(count, 1_000_000_000L));
  }

  /** This many times a factor, rounded up. */
  public Bytes times(double factor) {
    return new Bytes((long) Math.ceil(count * factor));
  }

  /** In gigabytes, exactly. */
  public BigDecimal gigabytes() {
    return BigDecimal.valueOf(count).divide(GB);
  }

  @Override
  public int compareTo(Bytes other) {
    return Long.compare(count, other.count);
  }

  /** Short, for people: {@code 512 B}, {@code 1.5 MB}. */
  @Override
  public String toString() {
    if (count < 1000) {
      return count + " B";
    }
    double value = count;
    int unit = -1;
    while (value >= 999.95) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", value, "kMGTPE".charAt(unit));
  }
}
