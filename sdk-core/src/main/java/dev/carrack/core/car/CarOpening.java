package dev.carrack.core.car;

import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What stands before the first section.
 *
 * @param outer the header of a CARv2, absent in a CARv1
 * @param payload where the CARv1 begins in the file
 * @param roots what its header names
 * @param sections where its first section begins in the file
 */
record CarOpening(Optional<V2Header> outer, long payload, List<Cid> roots, long sections) {

  /** Reads it; the input then stands at the first section and ends where the payload does. */
  static CarOpening read(CarInput in) {
    byte[] header = item(in);
    Optional<V2Header> outer = Optional.empty();
    if (Arrays.equals(header, V2Header.pragma())) {
      V2Header v2 = V2Header.read(in.bytes(in.offset(), V2Header.BYTES, "the CARv2 header"), in);
      in.skipTo(v2.dataOffset());
      in.endAt(v2.dataEnd());
      outer = Optional.of(v2);
      header = item(in);
    }
    long payload = outer.map(V2Header::dataOffset).orElse(0L);
    try {
      return new CarOpening(outer, payload, CarHeader.decode(header), in.offset());
    } catch (MalformedException e) {
      throw in.malformed(payload, "has no CAR header: " + e.problem());
    } catch (UnsupportedVersionException e) {
      throw new UnsupportedVersionException(
          "%s at byte %d: %s".formatted(in.origin(), payload, e.problem()), e.remedy(), e);
    }
  }

  private static byte[] item(CarInput in) {
    long start = in.offset();
    long length = in.varint();
    if (length <= 0) {
      throw in.malformed(start, length < 0 ? "is empty" : "has a header of length zero");
    } else if (length > CarReader.MAX_HEADER) {
      throw new LimitException(
          "%s at byte %d claims a header of %d bytes".formatted(in.origin(), start, length),
          "it is no CAR, or has more roots than fit in " + CarReader.MAX_HEADER + " bytes");
    }
    return in.bytes(start, (int) length, "the header");
  }
}
