package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Progress;
import dev.carrack.core.Varint;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The blocks of a CAR by CID, read from where an index says that they are. Thread-safe.
 *
 * <p>The index is never believed: the section found must carry the multihash asked for, and its
 * bytes are checked against it. But an index that leaves blocks out hides them: those are not found
 * here. {@link #scan} does without the index that a CAR carries.
 *
 * <p>Memory is the index, about 40 bytes a block, and one block for each thread that reads.
 */
public final class CarFile implements BlockSource, AutoCloseable {

  private final CarBytes file;
  private final CarOpening opening;
  private final long end;
  private final CarIndex index;

  private CarFile(CarBytes file, CarOpening opening, long end, CarIndex index) {
    this.file = file;
    this.opening = opening;
    this.end = end;
    this.index = index;
  }

  /**
   * Opens a CAR by the index it carries; without one, as {@link #scan(Path, Progress)}.
   *
   * @throws dev.carrack.core.MalformedException if header or index break a rule, naming the offset
   * @throws dev.carrack.core.LimitException if the index needs more than a quarter of the heap
   * @throws dev.carrack.core.UnsupportedVersionException if the CAR or its index has an unknown
   *     form
   * @throws dev.carrack.core.NotFoundException if there is no such file
   * @throws dev.carrack.core.StorageException if it cannot be read
   */
  public static CarFile open(Path file) {
    return open(CarBytes.open(file), CarFile::carriedOrScanned);
  }

  /** As {@link #open(Path)}, from a channel, which is closed with this. */
  public static CarFile open(SeekableByteChannel channel, String origin) {
    return open(CarBytes.of(channel, origin), CarFile::carriedOrScanned);
  }

  /** As {@link #open(Path)}, by an index that was kept elsewhere. */
  public static CarFile open(Path file, CarIndex index) {
    return open(CarBytes.open(file), scan -> index);
  }

  /**
   * Opens a CAR by reading the head of every section, whatever index it carries: no block of it is
   * missed. Zeros behind the last section are taken for padding.
   *
   * @param progress told the bytes passed
   * @throws dev.carrack.core.CarrackException as {@link #open(Path)}, and if a section is not well
   *     formed
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   */
  public static CarFile scan(Path file, Progress progress) {
    return open(CarBytes.open(file), scan -> scanned(scan, progress));
  }

  /** As {@link #scan(Path, Progress)}, from a channel, which is closed with this. */
  public static CarFile scan(SeekableByteChannel channel, String origin, Progress progress) {
    return open(CarBytes.of(channel, origin), scan -> scanned(scan, progress));
  }

  private static CarIndex carriedOrScanned(CarScan scan) {
    return scan.carried().orElseGet(() -> scanned(scan, Progress.none()));
  }

  private static CarIndex scanned(CarScan scan, Progress progress) {
    return scan.index(
        CarIndex.Form.MULTIHASH_SORTED, section -> !section.cid().hash().isIdentity(), progress);
  }

  private static CarFile open(CarBytes file, Function<CarScan, CarIndex> by) {
    try {
      CarScan scan = new CarScan(file, Padding.ZEROS);
      return new CarFile(file, scan.opening(), scan.payloadEnd(), by.apply(scan));
    } catch (RuntimeException e) { // a progress may throw too
      file.close();
      throw e;
    }
  }

  /** 1 or 2. */
  public int version() {
    return opening.outer().isPresent() ? 2 : 1;
  }

  /** The roots that the header names, possibly none. */
  public List<Cid> roots() {
    return opening.roots();
  }

  /** The index that blocks are found by. */
  public CarIndex index() {
    return index;
  }

  /**
   * Whether the CAR says that its index lists every section, those of identity CIDs too. Always
   * false for version 1.
   */
  public boolean fullyIndexed() {
    return opening.outer().map(V2Header::fullyIndexed).orElse(false);
  }

  /** Where the CARv1 payload begins in the file, and index offsets count from. */
  public long payloadOffset() {
    return opening.payload();
  }

  /** The length in bytes of the CARv1 payload; of a version 1 the whole file, padding included. */
  public long payloadSize() {
    return end - opening.payload();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IntegrityException if the bytes are not those of the CID, or the index points to
   *     sections of other CIDs only
   * @throws MalformedException if it points to no section
   */
  @Override
  public Optional<Block> get(Cid cid) {
    if (cid.hash().isIdentity()) {
      return Block.inside(cid);
    }
    return locate(cid)
        .map(
            section -> {
              long data = section.start() + section.data().position();
              return Block.verified(
                  cid,
                  file.bytes(data, section.size()),
                  file.origin() + " at byte " + section.start());
            });
  }

  @Override
  public boolean has(Cid cid) {
    return cid.hash().isIdentity() || locate(cid).isPresent();
  }

  private Optional<Section> locate(Cid cid) {
    Optional<Section> other = Optional.empty();
    for (long offset : index.find(cid.hash()).toArray()) {
      Section section = section(opening.payload() + offset);
      if (section.cid().hash().equals(cid.hash())) {
        return Optional.of(section);
      }
      // Without hash functions in the index, the same digest under another one is no lie.
      if (index.form() == CarIndex.Form.MULTIHASH_SORTED
          || !Arrays.equals(section.cid().hash().digest(), cid.hash().digest())) {
        other = Optional.of(section);
      }
    }
    if (other.isPresent()) {
      throw new IntegrityException(
          "index of %s places %s at byte %d, where %s is"
              .formatted(file.origin(), cid, other.get().start(), other.get().cid()),
          "open the CAR by a scan instead of its index");
    }
    return Optional.empty();
  }

  /** The head of the section at a place that only an index vouches for. */
  private Section section(long start) {
    if (start < opening.sections() || start >= end) {
      throw file.malformed(start, "has no section, though an index says so");
    }
    ByteBuffer head = ByteBuffer.allocate((int) Math.min(Section.MAX_HEAD, end - start));
    file.read(head, start);
    head.flip();
    try {
      long length = Varint.read(head);
      int cidAt = head.position();
      if (length > CarReader.MAX_SECTION || length > end - start - cidAt) {
        throw file.malformed(start, "has no section of %d bytes".formatted(length));
      }
      head.limit((int) Math.min(head.limit(), cidAt + length));
      Cid cid = Cid.read(head);
      return new Section(start, cid, (int) (length - (head.position() - cidAt)), head);
    } catch (MalformedException e) {
      throw new MalformedException(
          "index points to byte %d of %s: %s".formatted(start, file.origin(), e.problem()),
          "open the CAR by a scan instead of its index",
          e);
    }
  }

  /** Closes the file; does nothing the second time. */
  @Override
  public void close() {
    file.close();
  }
}
