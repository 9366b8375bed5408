package dev.carrack.core.car;

import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The sections of a CAR, one after another: each gives its head, then its data is either read or
 * passed over.
 */
final class Sections {

  private final CarInput in;
  private final Padding padding;

  Sections(CarInput in, Padding padding) {
    this.in = in;
    this.padding = padding;
  }

  /** The next head, or empty at the end. */
  Optional<Section> next() {
    long start = in.offset();
    long length = in.varint();
    if (length < 0) {
      in.checkEnd();
      return Optional.empty();
    } else if (length == 0) {
      if (padding == Padding.REFUSE) {
        throw in.malformed(start, "has a section of length zero");
      }
      in.checkZeros("its last section");
      return Optional.empty();
    } else if (length > CarReader.MAX_SECTION) {
      throw new LimitException(
          "%s at byte %d claims a section of %d bytes".formatted(in.origin(), start, length),
          "sections longer than " + CarReader.MAX_SECTION + " bytes are refused");
    }
    in.checkInside(start, length, "a section");
    ByteBuffer head =
        ByteBuffer.wrap(in.bytes(start, (int) Math.min(length, Cid.MAX_BYTES), "a section"));
    Cid cid = cid(head, start);
    return Optional.of(new Section(start, cid, (int) length - head.position(), head));
  }

  /** The data of the section that {@link #next} gave last. */
  byte[] data(Section section) {
    int here = section.data().remaining();
    byte[] data = new byte[section.size()];
    section.data().get(data, 0, here);
    in.fill(section.start(), data, here, "a section");
    return data;
  }

  /** Passes over the data of the section that {@link #next} gave last. */
  void skip(Section section) {
    in.skip(section.start(), section.size() - section.data().remaining(), "a section");
  }

  private Cid cid(ByteBuffer section, long start) {
    try {
      return Cid.read(section);
    } catch (MalformedException | UnsupportedVersionException e) {
      throw in.malformed(start, "has a section without a CID: " + e.problem());
    }
  }
}
