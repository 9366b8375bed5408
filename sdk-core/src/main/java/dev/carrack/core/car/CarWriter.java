package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.StorageException;
import dev.carrack.core.Varint;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes a CARv1 as a stream: the same roots and blocks in the same order are always the same
 * bytes. Nothing is held back but what the stream buffers. Not thread-safe. Spec: ipld CARv1.
 */
public final class CarWriter implements AutoCloseable {

  private final OutputStream out;
  private long position;

  private CarWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Begins a CAR by writing its header. Closing the writer closes the stream.
   *
   * @throws LimitException if the header would be longer than {@link CarReader#MAX_HEADER}
   * @throws StorageException if the stream fails
   */
  public static CarWriter write(OutputStream out, List<Cid> roots) {
    CarWriter writer = new CarWriter(out);
    writer.put(header(roots));
    return writer;
  }

  /**
   * Appends a block.
   *
   * @throws LimitException if the section would be longer than {@link CarReader#MAX_SECTION}, which
   *     no reader takes
   * @throws StorageException if the stream fails
   */
  public void put(Block block) {
    checkSection(block.cid(), block.size());
    put(frame(block.cid(), block.size()));
    try {
      block.writeTo(out, 0, block.size());
      position += block.size();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Hands what is buffered to the stream's target.
   *
   * @throws StorageException if the stream fails
   */
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** How many bytes have been written. */
  public long position() {
    return position;
  }

  /** The length in bytes of a header with these roots, its own length prefix included. */
  public static long headerSize(List<Cid> roots) {
    return header(roots).length;
  }

  /** The header with its length before it. */
  static byte[] header(List<Cid> roots) {
    byte[] header = CarHeader.encode(roots);
    if (header.length > CarReader.MAX_HEADER) {
      throw new LimitException(
          "CAR header with %d roots has %d bytes".formatted(roots.size(), header.length),
          "a header has at most " + CarReader.MAX_HEADER + ": put the roots under one block");
    }
    byte[] out = new byte[Varint.size(header.length) + header.length];
    int at = Varint.put(header.length, out, 0);
    System.arraycopy(header, 0, out, at, header.length);
    return out;
  }

  /** The length in bytes that a block takes in a CAR: its length prefix, its CID and its bytes. */
  public static long sectionSize(Cid cid, int blockSize) {
    long length = (long) cid.size() + blockSize;
    return Varint.size(length) + length;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** What stands before a block's bytes: the length of CID and bytes together, then the CID. */
  static byte[] frame(Cid cid, int size) {
    long length = (long) cid.size() + size;
    byte[] frame = new byte[Varint.size(length) + cid.size()];
    cid.put(frame, Varint.put(length, frame, 0));
    return frame;
  }

  static void checkSection(Cid cid, int size) {
    if ((long) cid.size() + size > CarReader.MAX_SECTION) {
      throw new LimitException(
          "block %s has %d bytes".formatted(cid, size),
          "a CAR section has at most " + CarReader.MAX_SECTION + ": chunk the data smaller");
    }
  }

  private void put(byte[] bytes) {
    try {
      out.write(bytes);
      position += bytes.length;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static CarrackException failure(IOException e) {
    return CarFailure.of(e, "write the CAR");
  }
}
