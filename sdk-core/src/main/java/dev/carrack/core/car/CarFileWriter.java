package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes a CAR file of either version, which appears whole at {@link #finish} or not at all.
 * Sections lie in the order put, repeats included. Not thread-safe.
 *
 * <p>Memory is the index, where there is one: about 40 bytes a block. Spec: ipld CARv1, CARv2.
 */
public final class CarFileWriter implements BlockSink, AutoCloseable {

  private static final int BUFFER = 256 << 10;

  private final PartFile file;
  private final CarOptions options;
  private final OutputStream out;
  private final CarWriter payload;
  private final Optional<CarIndex.Builder> index;
  private final long payloadAt;

  private CarFileWriter(PartFile file, List<Cid> roots, CarOptions options) {
    this.file = file;
    this.options = options;
    this.out = new BufferedOutputStream(Channels.newOutputStream(file.channel()), BUFFER);
    this.index = options.index().map(form -> new CarIndex.Builder(form, file.path().toString()));
    this.payloadAt = options.version() == 1 ? 0 : V2Header.END + options.dataPadding();
    zeros(payloadAt);
    this.payload = CarWriter.write(out, roots);
  }

  /**
   * Begins a file. Nothing is at {@code file} before {@link #finish}.
   *
   * @throws dev.carrack.core.StorageException if the disk fails or is full
   */
  public static CarFileWriter create(Path file, List<Cid> roots, CarOptions options) {
    PartFile part = PartFile.create(file);
    try {
      return new CarFileWriter(part, roots, options);
    } catch (RuntimeException e) {
      part.close();
      throw e;
    }
  }

  /**
   * Appends a block.
   *
   * @throws LimitException if the payload would grow above the limit of the options, or the section
   *     above {@link CarReader#MAX_SECTION}, or the index above a quarter of the heap
   * @throws dev.carrack.core.StorageException if the disk fails or is full
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   */
  @Override
  public void put(Block block) {
    Progress.checkInterrupt("writing " + file.path());
    long start = payload.position();
    if (start + CarWriter.sectionSize(block.cid(), block.size()) > options.limit()) {
      throw new LimitException(
          "CAR grows above its limit of %d bytes with block %s"
              .formatted(options.limit(), block.cid()),
          "raise the limit, or split the CAR");
    }
    payload.put(block);
    if (options.fullyIndexed() || !block.cid().hash().isIdentity()) {
      index.ifPresent(entries -> entries.add(block.cid().hash(), start));
    }
  }

  /** The length of the payload so far, in bytes. */
  public long position() {
    return payload.position();
  }

  /**
   * Completes the file and puts it in its place, over an older one. Closing without it leaves
   * nothing behind.
   *
   * @return the length of the file in bytes
   * @throws dev.carrack.core.StorageException if the disk fails or is full
   */
  public long finish() {
    long size = seal();
    file.publish();
    return size;
  }

  /** Completes the file without putting it in its place. */
  long seal() {
    long size = options.version() == 1 ? endV1() : endV2();
    file.seal();
    return size;
  }

  PartFile file() {
    return file;
  }

  private long endV1() {
    long padding = Math.max(0, options.length() - payload.position());
    zeros(padding);
    payload.flush();
    return payload.position() + padding;
  }

  private long endV2() {
    long dataEnd = payloadAt + payload.position();
    long indexAt = dataEnd + options.indexPadding();
    long end = dataEnd;
    if (index.isPresent()) {
      CarIndex built = index.get().build();
      zeros(options.indexPadding());
      built.writeTo(out);
      end = indexAt + built.size();
    }
    payload.flush();
    V2Header header =
        new V2Header(
            options.fullyIndexed(), payloadAt, payload.position(), index.isPresent() ? indexAt : 0);
    // The pragma with its length, then the header: what was left free at the beginning.
    ByteBuffer first = ByteBuffer.allocate(V2Header.END);
    first.put((byte) V2Header.pragma().length).put(V2Header.pragma()).put(header.encode()).flip();
    try {
      for (long at = 0; first.hasRemaining(); ) {
        at += file.channel().write(first, at);
      }
    } catch (IOException e) {
      throw CarFailure.of(e, "write " + file.path());
    }
    return end;
  }

  private void zeros(long count) {
    byte[] zeros = new byte[(int) Math.min(BUFFER, count)];
    try {
      for (long left = count; left > 0; left -= Math.min(left, zeros.length)) {
        Progress.checkInterrupt("writing " + file.path());
        out.write(zeros, 0, (int) Math.min(left, zeros.length));
      }
    } catch (IOException e) {
      throw CarFailure.of(e, "write " + file.path());
    }
  }

  /** Deletes a file that was not finished. */
  @Override
  public void close() {
    file.close();
  }
}
