package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
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
   * @throws StorageException if the stream fails
   */
  public static CarWriter write(OutputStream out, List<Cid> roots) {
    CarWriter writer = new CarWriter(out);
    byte[] header = CarHeader.encode(roots);
    writer.put(Varint.encode(header.length), header);
    return writer;
  }

  /**
   * Appends a block.
   *
   * @throws StorageException if the stream fails
   */
  public void put(Block block) {
    put(frame(block));
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
    int length = CarHeader.encode(roots).length;
    return Varint.size(length) + (long) length;
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

  // What stands before a block's bytes: the length of CID and bytes together, then the CID.
  private static byte[] frame(Block block) {
    long length = (long) block.cid().size() + block.size();
    byte[] frame = new byte[Varint.size(length) + block.cid().size()];
    block.cid().put(frame, Varint.put(length, frame, 0));
    return frame;
  }

  private void put(byte[]... parts) {
    try {
      for (byte[] part : parts) {
        out.write(part);
        position += part.length;
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static StorageException failure(IOException e) {
    return new StorageException("cannot write the CAR: " + e, "free space or check the target", e);
  }
}
