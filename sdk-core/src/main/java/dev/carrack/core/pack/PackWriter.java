package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Multihash;
import dev.carrack.core.piece.ParallelPieceHasher;
import dev.carrack.core.piece.PieceCid;
import dev.carrack.core.piece.PieceHasher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one pack: frames behind a reserved header, the same bytes through the piece hasher, then
 * the index frame, at last the header's root and the head of the piece. Not thread-safe.
 */
final class PackWriter {

  private static final Logger LOG = LoggerFactory.getLogger(PackWriter.class);

  /**
   * Threads that hash pieces behind a put: what one thread reads, names, copies and writes keeps
   * about two of them busy.
   */
  private static final int HASHERS = Math.min(3, Runtime.getRuntime().availableProcessors());

  private final Disk disk;
  private final int id;
  private final Path path;
  private final PackOptions options;
  private Disk.File file;
  private boolean aside;
  private final byte[] buffer;
  private final byte[] head = new byte[PackFormat.MAX_HEAD];
  private final Optional<ParallelPieceHasher> hasher;
  private @Nullable PackIndex index = new PackIndex();
  private int blocks;
  private int buffered;
  private long written;
  private Cid indexCid = Cid.of(Codec.RAW, new byte[0]);
  private Run run = Run.of(0, new PackIndex());

  /**
   * Creates the file.
   *
   * @param buffer used while this pack is the open one; the next may share it
   */
  PackWriter(Disk disk, int id, Path path, PackOptions options, byte[] buffer) throws IOException {
    this.disk = disk;
    this.id = id;
    this.path = path;
    this.options = options;
    this.buffer = buffer;
    this.hasher =
        options.commitments() == PackOptions.Commitments.COMPUTE
            ? Optional.of(ParallelPieceHasher.deferringHead(HASHERS))
            : Optional.empty();
    this.file = disk.create(path);
    append(new byte[PackFormat.HEADER], PackFormat.HEADER);
  }

  int id() {
    return id;
  }

  Path path() {
    return path;
  }

  /**
   * Whether the block fits with all the index frame that it makes necessary. An empty pack takes
   * any.
   */
  boolean fits(Cid block, int dataSize) {
    if (blocks == 0) {
      return true;
    }
    return PackFormat.fits(options, index(), size(), block.toV1(), dataSize);
  }

  boolean holds(Multihash hash) {
    return index != null && index.holds(hash);
  }

  void add(Block block) throws IOException {
    Cid cid = block.cid().toV1(); // so that codec and multihash alone tell a frame's bytes
    append(head, PackFormat.frameHead(cid, block.size(), head));
    index().add(cid, size(), block.size());
    blocks++;
    append(block);
  }

  /** Whether {@link #stage} can take so many bytes. */
  boolean canStage(int dataSize) {
    return dataSize <= buffer.length - PackFormat.MAX_HEAD;
  }

  /**
   * Copies a block's bytes to where its frame would have them and names the copy, which the caller
   * of the session cannot change any more. The block is not in the pack before {@link #keep};
   * anything else that is added takes its place.
   */
  Cid stage(Codec codec, byte[] bytes, int offset, int length) throws IOException {
    makeRoom(PackFormat.MAX_HEAD + length);
    int start = buffered + PackFormat.headSize(codec, length);
    System.arraycopy(bytes, offset, buffer, start, length);
    return Cid.of(codec, buffer, start, length);
  }

  /** Adds the block that was staged last. */
  void keep(Cid staged, int length) {
    int headSize = PackFormat.frameHead(staged, length, head);
    System.arraycopy(head, 0, buffer, buffered, headSize);
    buffered += headSize;
    index().add(staged, size(), length);
    buffered += length;
    blocks++;
  }

  private PackIndex index() {
    if (index == null) {
      throw new IllegalStateException("pack is sealed");
    }
    return index;
  }

  private long size() {
    return written + buffered;
  }

  private void append(Block block) throws IOException {
    if (block.size() <= buffer.length) {
      makeRoom(block.size());
      buffered = block.copyTo(buffer, buffered);
      return;
    }
    byte[] bytes = block.bytes();
    append(bytes, bytes.length);
  }

  private void append(byte[] bytes, int length) throws IOException {
    for (int done = 0; done < length; ) {
      makeRoom(1);
      int n = Math.min(length - done, buffer.length - buffered);
      System.arraycopy(bytes, done, buffer, buffered, n);
      buffered += n;
      done += n;
    }
  }

  private void makeRoom(int wanted) throws IOException {
    if (buffer.length - buffered < wanted) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (buffered > 0) {
      file.write(written, buffer, 0, buffered);
      // The first subtree of the piece waits for the header's root.
      int skip = (int) Math.min(buffered, Math.max(0, PieceHasher.HEAD - written));
      hasher.ifPresent(piece -> piece.update(buffer, skip, buffered - skip));
      written += buffered;
      buffered = 0;
    }
  }

  /**
   * Writes the index frame; nothing can be added after it. The buffer is free then, and so are the
   * memory and the threads that hashing took.
   */
  void seal() throws IOException {
    if (index == null) {
      return;
    }
    byte[] encoded = index.encode(size());
    indexCid = PackFormat.indexCid(encoded);
    append(head, PackFormat.frameHead(indexCid, encoded.length, head));
    append(encoded, encoded.length);
    flush();
    run = Run.of(id, PackIndex.decode(encoded, written));
    index = null;
    hasher.ifPresent(ParallelPieceHasher::endTail);
  }

  /**
   * Forces and closes the file of a sealed pack until {@link #finish}: a put of any size has one
   * open file and one hasher at work.
   */
  void setAside() throws IOException {
    file.force();
    file.close();
    aside = true;
  }

  /**
   * Writes the root into the header, names the piece and forces the file.
   *
   * @param wanted the root; where there is none, or none of 36 bytes, the index frame stands in
   */
  PackInfo finish(Optional<Cid> wanted) throws IOException {
    Cid root = wanted.map(Cid::toV1).filter(cid -> cid.size() == PackFormat.ROOT).orElse(indexCid);
    if (aside) {
      file = disk.open(path);
      aside = false;
    }
    byte[] start =
        new byte
            [hasher.isPresent() ? (int) Math.min(PieceHasher.HEAD, written) : PackFormat.HEADER];
    file.readFully(0, start, 0, start.length);
    byte[] header = PackFormat.header(root);
    System.arraycopy(header, 0, start, 0, header.length);
    file.write(0, header, 0, header.length);
    Optional<PieceCid> piece = hasher.map(piecing -> piecing.finish(start, start.length));
    file.force();
    file.close();
    return new PackInfo(id, written, blocks, root, piece);
  }

  /** The pack's part of the lookup index, once it is sealed. */
  Run run() {
    return run;
  }

  /** Whether the bytes in front of {@code offset}, the end of a frame's CID, are the multihash. */
  boolean isAt(int offset, Multihash hash) throws IOException {
    byte[] wanted = hash.bytes();
    byte[] found = new byte[wanted.length];
    if (aside) {
      try (Disk.File in = disk.openToRead(path)) {
        in.readFully(offset - wanted.length, found, 0, found.length);
      }
    } else {
      file.readFully(offset - wanted.length, found, 0, found.length);
    }
    return Arrays.equals(wanted, found);
  }

  /** Closes and deletes the file; if that fails, the next recovery does it. */
  void discard() {
    hasher.ifPresent(ParallelPieceHasher::close);
    try {
      file.close();
      disk.delete(path);
    } catch (IOException e) {
      LOG.debug("{} will be deleted at the next opening: {}", path, e.getMessage());
    }
  }
}
