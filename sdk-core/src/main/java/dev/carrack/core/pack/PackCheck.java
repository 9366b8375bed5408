package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Progress;
import dev.carrack.core.piece.PieceHasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads one pack from end to end and compares everything that is said twice: block and CID, frames
 * and index, file and log record, bytes and PieceCID. Used once.
 */
final class PackCheck {

  private final PackInfo pack;
  private final Path path;
  private final Disk.File file;
  private final Consumer<Finding> findings;
  private final LongConsumer bytesRead;
  private final Optional<PieceHasher> piece;
  private final PackIndex seen = new PackIndex();
  private boolean sound = true;
  private long blocks;

  PackCheck(
      PackInfo pack,
      Path path,
      Disk.File file,
      Consumer<Finding> findings,
      LongConsumer bytesRead) {
    this.pack = pack;
    this.path = path;
    this.file = file;
    this.findings = findings;
    this.bytesRead = bytesRead;
    this.piece = pack.piece().map(cid -> new PieceHasher());
  }

  /** A block's place according to the index frame. */
  private record Entry(Cid cid, long offset, int length) {}

  /** Returns the number of blocks whose hash was checked. */
  long run() throws IOException {
    long size = file.size();
    if (size != pack.bytes()) {
      found(
          Math.min(size, pack.bytes()),
          Optional.empty(),
          "the file has %d bytes, the log says %d".formatted(size, pack.bytes()));
      return blocks;
    }
    header();
    List<Entry> index = index();
    long end = index.isEmpty() ? frames(size) : entries(index, size);
    last(end, size);
    if (sound && seen.count() != pack.blocks()) {
      found(
          -1,
          Optional.empty(),
          "%d blocks, the log says %d".formatted(seen.count(), pack.blocks()));
    }
    if (sound && piece.isPresent() && !piece.map(PieceHasher::finish).equals(pack.piece())) {
      found(-1, pack.piece().map(p -> p.v2()), "the log's PieceCID is not that of the file");
    }
    return blocks;
  }

  private void header() throws IOException {
    byte[] expected = PackFormat.header(pack.root());
    byte[] actual = read(0, PackFormat.HEADER);
    int at = Arrays.mismatch(expected, actual);
    if (at >= 0) {
      found(at, Optional.of(pack.root()), "the CAR header does not name the root as the log does");
    }
  }

  /** The index's entries in file order, or none if it cannot be trusted. */
  private List<Entry> index() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      PackIndex index = PackScan.index(file, pack.bytes());
      for (IndexGroup group : index.groups()) {
        for (int i = 0; i < group.count(); i++) {
          entries.add(new Entry(group.cid(i), group.offset(i), group.length(i)));
        }
      }
      entries.sort(Comparator.comparingLong(Entry::offset));
      return entries;
    } catch (MalformedException e) {
      return List.of(); // its bytes are compared with what the frames say, so the place is found
    }
  }

  /** Follows a sound index: a damaged frame does not hide the ones behind it. */
  private long entries(List<Entry> index, long size) throws IOException {
    long at = PackFormat.HEADER;
    for (Entry entry : index) {
      Progress.checkInterrupt("verify");
      long end = entry.offset() + entry.length();
      if (entry.offset() - at > PackFormat.MAX_HEAD || entry.offset() <= at || end > size) {
        found(at, Optional.empty(), "blocks are missing or overlap before byte " + entry.offset());
        return -1;
      }
      byte[] bytes = read(at, (int) (end - at));
      frame(at, entry, bytes);
      at = end;
    }
    return at;
  }

  private void frame(long at, Entry entry, byte[] bytes) {
    int headSize = (int) (entry.offset() - at);
    byte[] expected = new byte[PackFormat.MAX_HEAD];
    int expectedSize = PackFormat.frameHead(entry.cid(), entry.length(), expected);
    int damage = Arrays.mismatch(expected, 0, expectedSize, bytes, 0, headSize);
    if (damage >= 0) {
      found(at + damage, Optional.of(entry.cid()), "the frame's head is not that of its block");
    }
    check(entry.cid(), entry.offset(), ByteBuffer.wrap(bytes, headSize, entry.length()));
    seen.add(entry.cid(), entry.offset(), entry.length());
  }

  /** Without an index, frame by frame; a head that cannot be read ends it. */
  private long frames(long size) throws IOException {
    byte[] trailer = new byte[PackIndex.TRAILER];
    file.readFully(size - trailer.length, trailer, 0, trailer.length);
    long at = PackFormat.HEADER;
    try {
      while (true) {
        Progress.checkInterrupt("verify");
        if (at == PackIndex.frameOffset(trailer)) {
          return at;
        }
        PackScan.Frame frame = PackScan.frame(file, at, size);
        if (frame.end() == size) {
          return at; // the last one is the index frame
        }
        byte[] bytes = read(at, (int) (frame.end() - at));
        int headSize = (int) (frame.dataStart() - at);
        check(frame.cid(), frame.dataStart(), ByteBuffer.wrap(bytes, headSize, frame.dataSize()));
        if (!seen.holds(frame.cid().hash())) {
          seen.add(frame.cid(), frame.dataStart(), frame.dataSize());
        }
        at = frame.end();
      }
    } catch (MalformedException e) {
      found(at, Optional.empty(), "the frame cannot be read: " + e.getMessage());
      return -1;
    }
  }

  private void check(Cid cid, long offset, ByteBuffer data) {
    blocks++;
    try {
      if (!cid.hash().matches(data)) {
        found(offset, Optional.of(cid), "the block's bytes do not have its hash");
      }
    } catch (CarrackException e) {
      found(offset, Optional.of(cid), "the block cannot be checked: " + e.getMessage());
    }
  }

  /** Compares the last frame with the one that belongs behind the frames seen. */
  private void last(long start, long size) throws IOException {
    if (start < 0) {
      return;
    }
    byte[] block = seen.encode(start);
    Cid cid = PackFormat.indexCid(block);
    byte[] head = new byte[PackFormat.MAX_HEAD];
    int headSize = PackFormat.frameHead(cid, block.length, head);
    byte[] expected = Arrays.copyOf(head, headSize + block.length);
    System.arraycopy(block, 0, expected, headSize, block.length);
    byte[] actual = read(start, (int) Math.min(size - start, Block.MAX_SIZE + PackFormat.MAX_HEAD));
    int at = Arrays.mismatch(expected, actual);
    if (at >= 0) {
      found(start + at, Optional.of(cid), "the index frame is not that of the pack's blocks");
    }
  }

  /** Reads the next bytes in file order, which are also the piece's. */
  private byte[] read(long from, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.readFully(from, bytes, 0, length);
    piece.ifPresent(hasher -> hasher.update(bytes, 0, length));
    bytesRead.accept(length);
    return bytes;
  }

  private void found(long offset, Optional<Cid> cid, String problem) {
    sound = false;
    findings.accept(new Finding(path, offset, cid, problem));
  }
}
