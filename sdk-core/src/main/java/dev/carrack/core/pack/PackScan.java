package dev.carrack.core.pack;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Varint;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the frames of a pack one after another, as any CAR reader would. */
final class PackScan {

  private PackScan() {}

  /**
   * One frame.
   *
   * @param start where its varint begins in the file
   * @param cid the CID it carries
   * @param dataStart where the block's bytes begin
   * @param dataSize how many they are
   */
  record Frame(long start, Cid cid, long dataStart, int dataSize) {
    long end() {
      return dataStart + dataSize;
    }
  }

  /**
   * Reads the frame that begins at {@code start}.
   *
   * @param limit where the file ends
   * @throws MalformedException if there is no frame, or one that reaches behind the limit
   */
  static Frame frame(Disk.File file, long start, long limit) throws IOException {
    byte[] head = new byte[(int) Math.min(PackFormat.MAX_HEAD, limit - start)];
    file.readFully(start, head, 0, head.length);
    ByteBuffer in = ByteBuffer.wrap(head);
    long length = Varint.read(in);
    int afterVarint = in.position();
    if (length > PackFormat.MAX_SECTION || start + afterVarint + length > limit) {
      throw new MalformedException(
          "frame at byte %d claims %d bytes".formatted(start, length),
          "run verify and restore the pack from a copy");
    }
    if (length < in.remaining()) {
      in.limit(afterVarint + (int) length);
    }
    Cid cid = Cid.read(in);
    long dataSize = length - (in.position() - afterVarint);
    return new Frame(start, cid, start + in.position(), (int) dataSize);
  }

  /** The block's bytes, not verified. */
  static byte[] data(Disk.File file, Frame frame) throws IOException {
    byte[] data = new byte[frame.dataSize()];
    file.readFully(frame.dataStart(), data, 0, data.length);
    return data;
  }

  /**
   * Reads and checks the index of a pack.
   *
   * @throws MalformedException if there is no index frame, or its bytes are not those of its CID
   */
  static PackIndex index(Disk.File file, long size) throws IOException {
    Frame frame = indexFrame(file, size);
    byte[] data = data(file, frame);
    if (!PackFormat.indexCid(data).equals(frame.cid())) {
      throw new MalformedException("index frame at byte " + frame.start() + " is damaged", "");
    }
    return PackIndex.decode(data, frame.start());
  }

  /**
   * Reads the last frame of a pack, found by its trailer.
   *
   * @throws MalformedException if there is no valid trailer or frame
   */
  static Frame indexFrame(Disk.File file, long size) throws IOException {
    byte[] trailer = new byte[PackIndex.TRAILER];
    if (size < PackFormat.HEADER + PackIndex.TRAILER) {
      throw new MalformedException("file of " + size + " bytes is too short for a pack", "");
    }
    file.readFully(size - PackIndex.TRAILER, trailer, 0, PackIndex.TRAILER);
    long start = PackIndex.frameOffset(trailer);
    if (start < PackFormat.HEADER || start >= size - PackIndex.TRAILER) {
      throw new MalformedException("no valid trailer at byte " + (size - PackIndex.TRAILER), "");
    }
    Frame frame = frame(file, start, size);
    if (frame.end() != size) {
      throw new MalformedException("index frame at byte " + start + " is not the last", "");
    }
    return frame;
  }
}
