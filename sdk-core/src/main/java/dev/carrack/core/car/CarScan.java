package dev.carrack.core.car;

import dev.carrack.core.Progress;
import java.io.BufferedInputStream;
import java.util.Optional;
import java.util.function.Predicate;

/** Goes through a CAR in a file once, from head to head. */
final class CarScan {

  private final CarBytes file;
  private final CarOpening opening;
  private final Sections sections;

  CarScan(CarBytes file, Padding padding) {
    this.file = file;
    CarInput in = new CarInput(new BufferedInputStream(file.stream(0), 64 << 10), file.origin());
    this.opening = CarOpening.read(in);
    this.sections = new Sections(in, padding);
    opening.outer().ifPresent(this::checkRoom);
  }

  private void checkRoom(V2Header header) {
    if (header.dataEnd() > file.size()) {
      throw file.malformed(
          file.size(), "is cut: its payload should end at byte " + header.dataEnd());
    } else if (Long.compareUnsigned(header.indexOffset(), file.size()) >= 0) {
      throw file.malformed(
          file.size(),
          "is cut: its index should begin at byte " + Long.toUnsignedString(header.indexOffset()));
    }
  }

  CarOpening opening() {
    return opening;
  }

  /** Where the payload ends in the file; the padding of a version 1 counts as payload. */
  long payloadEnd() {
    return opening.outer().map(V2Header::dataEnd).orElse(file.size());
  }

  /** The index that the CAR carries. */
  Optional<CarIndex> carried() {
    return opening
        .outer()
        .filter(V2Header::hasIndex)
        .map(v2 -> new CarIndexReader(file, v2.indexOffset(), v2.dataSize()).read());
  }

  /** An index of the sections that pass, made by reading their heads only. */
  CarIndex index(CarIndex.Form form, Predicate<Section> which, Progress progress) {
    CarIndex.Builder index = new CarIndex.Builder(form, file.origin());
    for (Optional<Section> next; (next = sections.next()).isPresent(); ) {
      Section section = next.get();
      sections.skip(section);
      if (which.test(section)) {
        index.add(section.cid().hash(), section.start() - opening.payload());
      }
      progress.at("index " + file.origin(), section.start(), file.size());
    }
    return index.build();
  }

  Sections sections() {
    return sections;
  }
}
