package dev.carrack.core.unixfs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Content-defined cuts: FastCDC with normalised chunking (Xia et al., USENIX ATC 2016), level 2. A
 * leaf ends where the gear hash of the bytes before has enough leading zero bits: two more than the
 * average has bits up to the average, two fewer behind it. The first quarter of the average is
 * never cut and not even looked at.
 */
final class GearCuts implements Cuts {

  /** The table is made from this text, so that anyone can make it again. */
  static final String SEED = "carrack gear 1:";

  private static final long[] GEAR = gear();
  private static final int NORMALISATION = 2;

  private final int least;
  private final int average;
  private final int most;
  private final long early;
  private final long late;

  GearCuts(int average) {
    int bits = Integer.numberOfTrailingZeros(average);
    this.average = average;
    this.least = average / 4;
    this.most = average * 4;
    this.early = -1L << Long.SIZE - bits - NORMALISATION;
    this.late = -1L << Long.SIZE - bits + NORMALISATION;
  }

  /** The first eight bytes, big-endian, of SHA-256 of the seed and the byte's number as text. */
  static long[] gear() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      long[] table = new long[256];
      for (int i = 0; i < table.length; i++) {
        byte[] hash = sha.digest((SEED + i).getBytes(StandardCharsets.US_ASCII));
        table[i] = ByteBuffer.wrap(hash).getLong();
      }
      return table;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public int ahead() {
    return most;
  }

  @Override
  public int next(byte[] bytes, int from, int available) {
    if (available <= least) {
      return available;
    }
    int normal = from + Math.min(average, available);
    int end = from + available;
    int i = from + least;
    long hash = 0;
    for (; i < normal; i++) {
      hash = (hash << 1) + GEAR[bytes[i] & 0xff];
      if ((hash & early) == 0) {
        return i + 1 - from;
      }
    }
    for (; i < end; i++) {
      hash = (hash << 1) + GEAR[bytes[i] & 0xff];
      if ((hash & late) == 0) {
        return i + 1 - from;
      }
    }
    return available;
  }
}
