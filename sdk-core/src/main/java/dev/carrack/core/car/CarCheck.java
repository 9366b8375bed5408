package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.Progress;
import java.util.HexFormat;
import java.util.Optional;

/** Reads a whole CAR and holds everything in it against everything else. */
final class CarCheck {

  private final CarBytes file;
  private final CarScan scan;
  private final Progress progress;
  private long blocks;
  private long end;

  CarCheck(CarBytes file, Padding padding, Progress progress) {
    this.file = file;
    this.scan = new CarScan(file, padding);
    this.progress = progress;
    this.end = scan.opening().sections();
  }

  CarReport run() {
    Optional<CarIndex> carried = scan.carried();
    CarIndex.Form form = carried.map(CarIndex::form).orElse(CarIndex.Form.MULTIHASH_SORTED);
    CarIndex.Builder plain = new CarIndex.Builder(form, file.origin());
    CarIndex.Builder identities = new CarIndex.Builder(form, file.origin());
    for (Optional<Section> next; (next = scan.sections().next()).isPresent(); ) {
      Section section = next.get();
      check(section);
      if (carried.isPresent()) {
        (section.cid().hash().isIdentity() ? identities : plain)
            .add(section.cid().hash(), section.start() - payload());
      }
    }
    long unindexed =
        carried.map(index -> compare(index, plain.build(), identities.build())).orElse(0L);
    return new CarReport(
        scan.opening().outer().isPresent() ? 2 : 1,
        scan.opening().roots(),
        blocks,
        end - payload(),
        carried.map(CarIndex::form),
        carried.map(CarIndex::count).orElse(0L),
        unindexed);
  }

  private long payload() {
    return scan.opening().payload();
  }

  private void check(Section section) {
    Progress.checkInterrupt("verifying " + file.origin());
    byte[] data = scan.sections().data(section);
    Block.verified(section.cid(), data, file.origin() + " at byte " + section.start());
    blocks++;
    end = section.start() + CarWriter.sectionSize(section.cid(), data.length);
    progress.at("verify " + file.origin(), end, file.size());
  }

  /** How many sections the index leaves out; every entry it has must be true, and there once. */
  private long compare(CarIndex index, CarIndex plain, CarIndex identities) {
    long listed = 0;
    long listedIdentities = 0;
    for (IndexBucket bucket : index.buckets()) {
      for (int i = 0; i < bucket.count(); i++) {
        byte[] digest = bucket.digest(i);
        if (times(index, bucket.code(), digest, bucket.offset(i)) > 1) {
          throw wrong(bucket, i, "is there twice");
        } else if (times(plain, bucket.code(), digest, bucket.offset(i)) > 0) {
          listed++;
        } else if (times(identities, bucket.code(), digest, bucket.offset(i)) > 0) {
          listedIdentities++;
        } else {
          throw wrong(bucket, i, "has no section of that digest there");
        }
      }
    }
    long missing = plain.count() - listed;
    long all = missing + identities.count() - listedIdentities;
    if (all > 0 && scan.opening().outer().map(V2Header::fullyIndexed).orElse(false)) {
      throw new IntegrityException(
          "%s says that it is fully indexed, but %d sections are not in its index"
              .formatted(file.origin(), all),
          "write its index again");
    }
    return missing;
  }

  private static int times(CarIndex index, long code, byte[] digest, long offset) {
    int times = 0;
    for (IndexBucket bucket : index.buckets()) {
      if (bucket.code() == code && bucket.digestLength() == digest.length) {
        for (int i = bucket.first(digest); bucket.isAt(i, digest); i++) {
          times += bucket.offset(i) == offset ? 1 : 0;
        }
      }
    }
    return times;
  }

  private IntegrityException wrong(IndexBucket bucket, int entry, String problem) {
    return new IntegrityException(
        "index of %s: the entry %s at byte %d %s"
            .formatted(
                file.origin(),
                HexFormat.of().formatHex(bucket.digest(entry)),
                payload() + bucket.offset(entry),
                problem),
        "write its index again");
  }
}
