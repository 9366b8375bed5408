package dev.carrack.core.piece;

import dev.carrack.core.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The index at the end of an aggregated deal: where it is, and which segments it tells of.
 * Specification: FRC-0058, "Data Segment Index".
 */
public final class DataSegmentIndex {

  private static final int LEAST = 4;
  private static final int SHARE = 2048;

  /** The least padded bytes of a deal with an index: it may take half of them. */
  static final long LEAST_DEAL = 2L * LEAST * DataSegment.ENTRY;

  private DataSegmentIndex() {}

  /**
   * How many entries the index of a deal has.
   *
   * @param dealSize padded bytes, a power of two from 512 to 64 GiB
   * @throws IllegalArgumentException if it is another
   */
  public static int entries(long dealSize) {
    PieceSize.checkPadded(dealSize);
    if (dealSize < LEAST_DEAL) {
      throw new IllegalArgumentException(
          "a deal of %d padded bytes has no room for an index".formatted(dealSize));
    }
    return (int) Math.max(LEAST, dealSize / SHARE / DataSegment.ENTRY);
  }

  /** The first byte of the index in the padded deal. */
  static long start(long dealSize) {
    return dealSize - (long) entries(dealSize) * DataSegment.ENTRY;
  }

  /**
   * The first byte of the index in the deal's payload.
   *
   * @param dealSize padded bytes, a power of two from 512 to 64 GiB
   * @throws IllegalArgumentException if it is another
   */
  public static long payloadStart(long dealSize) {
    return start(dealSize) / Fr32.OUT * Fr32.IN;
  }

  /**
   * Reads the index. Entries with a wrong checksum, unused ones among them, and entries that point
   * outside the deal's data are passed over, as FRC-0058 asks. What a segment says of itself is not
   * proved: compare its commitment with the bytes, or ask for a {@link SegmentProof}.
   *
   * @param payload the deal's payload from {@link #payloadStart}; the index is read and no more
   * @param dealSize padded bytes, a power of two from 512 to 64 GiB
   * @return the valid segments in index order, at most {@link #entries}
   * @throws MalformedException if the stream ends before the index does
   * @throws IOException if the stream fails
   * @throws IllegalArgumentException if there is no such deal size
   */
  public static List<DataSegment> read(InputStream payload, long dealSize) throws IOException {
    int units = entries(dealSize) * DataSegment.ENTRY / Fr32.OUT;
    List<DataSegment> segments = new ArrayList<>();
    byte[] unit = new byte[Fr32.IN];
    byte[] pair = new byte[Fr32.OUT];
    for (int i = 0; i < units; i++) {
      int read = payload.readNBytes(unit, 0, Fr32.IN);
      if (read < Fr32.IN) {
        throw new MalformedException(
            "index of a deal of %d bytes ends after %d bytes instead of %d"
                .formatted(dealSize, i * Fr32.IN + read, units * Fr32.IN),
            "read the whole deal");
      }
      Fr32.expand(unit, 0, 1, pair, 0);
      for (int at = 0; at < Fr32.OUT; at += DataSegment.ENTRY) {
        DataSegment.read(pair, at, start(dealSize)).ifPresent(segments::add);
      }
    }
    return segments;
  }
}
