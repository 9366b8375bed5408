package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.UnsupportedVersionException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads a CAR as a stream. Every block is checked against its CID before it is handed out, and
 * every length against its bound before anything is allocated: memory is one block. The roots are
 * only what the writer says; that their graphs are complete is not checked.
 *
 * <p>Reads version 1, and the payload of version 2 (its index is not needed and not looked at). Not
 * thread-safe. Spec: ipld CARv1, CARv2.
 */
public final class CarReader implements AutoCloseable {

  /** The longest header accepted, in bytes: room for 50,000 roots. */
  public static final int MAX_HEADER = 2 << 20;

  /** The longest section (CID and block) accepted, in bytes. */
  public static final int MAX_SECTION = 8 << 20;

  private static final byte[] PRAGMA =
      HexFormat.of().parseHex("a16776657273696f6e02"); // {version: 2}
  private static final int V2_HEADER = 40;

  private final CarInput in;
  private final String origin;
  private final List<Cid> roots;

  private CarReader(CarInput in, String origin) {
    this.in = in;
    this.origin = origin;
    this.roots = header();
  }

  /**
   * Opens a CAR and reads its header. Closing the reader closes the stream.
   *
   * @param origin names the CAR in errors
   * @throws MalformedException if the header is none, naming the offset
   * @throws LimitException if it is longer than {@link #MAX_HEADER}
   * @throws UnsupportedVersionException if the version is neither 1 nor 2
   */
  public static CarReader read(InputStream in, String origin) {
    CarInput input = new CarInput(new BufferedInputStream(in, 64 << 10), origin);
    try {
      return new CarReader(input, origin);
    } catch (CarrackException e) {
      try {
        in.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** As {@link #read(InputStream, String)}, from a channel. */
  public static CarReader read(ReadableByteChannel in, String origin) {
    return read(Channels.newInputStream(in), origin);
  }

  /**
   * As {@link #read(InputStream, String)}, from a file.
   *
   * @throws NotFoundException if there is none
   */
  public static CarReader read(Path file) {
    try {
      return read(Files.newInputStream(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new NotFoundException("no CAR file " + file, "check the path", e);
    } catch (IOException e) {
      throw new StorageException("cannot open " + file + ": " + e, "check its permissions", e);
    }
  }

  /** The roots that the header names, possibly none. */
  public List<Cid> roots() {
    return roots;
  }

  /** How many bytes have been read. */
  public long position() {
    return in.offset();
  }

  /**
   * The next block, or empty at the end.
   *
   * @throws MalformedException if the CAR is cut or a section is not well formed, naming the offset
   * @throws LimitException if a section is longer than {@link #MAX_SECTION}
   * @throws dev.carrack.core.IntegrityException if the bytes are not those of the CID
   * @throws UnsupportedVersionException if the CID's hash function cannot be computed here
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   */
  public Optional<Block> next() {
    Progress.checkInterrupt("reading " + origin);
    long start = in.offset();
    long length = in.varint();
    if (length < 0) {
      return Optional.empty();
    } else if (length == 0) {
      throw in.malformed(start, "has a section of length zero");
    } else if (length > MAX_SECTION) {
      throw new LimitException(
          "%s at byte %d claims a section of %d bytes".formatted(origin, start, length),
          "sections longer than " + MAX_SECTION + " bytes are refused");
    }
    byte[] section = in.bytes((int) length, "a section");
    ByteBuffer bytes = ByteBuffer.wrap(section);
    Cid cid = cid(bytes, start);
    byte[] data = new byte[bytes.remaining()];
    bytes.get(data);
    return Optional.of(Block.verified(cid, data, origin + " at byte " + start));
  }

  private Cid cid(ByteBuffer section, long start) {
    try {
      return Cid.read(section);
    } catch (MalformedException e) {
      throw in.malformed(start, "has a section without a CID: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    in.close();
  }

  private List<Cid> header() {
    byte[] header = item();
    if (Arrays.equals(header, PRAGMA)) {
      enterPayload();
      header = item();
    }
    try {
      return CarHeader.decode(header);
    } catch (MalformedException e) {
      throw in.malformed(0, "has no CAR header: " + e.getMessage());
    }
  }

  private byte[] item() {
    long start = in.offset();
    long length = in.varint();
    if (length <= 0) {
      throw in.malformed(start, length < 0 ? "is empty" : "has a header of length zero");
    } else if (length > MAX_HEADER) {
      throw new LimitException(
          "%s at byte %d claims a header of %d bytes".formatted(origin, start, length),
          "it is no CAR, or has more roots than fit in " + MAX_HEADER + " bytes");
    }
    return in.bytes((int) length, "the header");
  }

  // CARv2: 16 bytes of characteristics, then offset and size of the payload and offset of the
  // index.
  private void enterPayload() {
    ByteBuffer header =
        ByteBuffer.wrap(in.bytes(V2_HEADER, "the CARv2 header")).order(ByteOrder.LITTLE_ENDIAN);
    long offset = header.getLong(16);
    long size = header.getLong(24);
    if (offset < in.offset() || size <= 0 || offset + size < 0) {
      throw in.malformed(
          11,
          "places its payload of %s bytes at %s"
              .formatted(Long.toUnsignedString(size), Long.toUnsignedString(offset)));
    }
    in.skipTo(offset);
    in.endAt(offset + size);
  }
}
