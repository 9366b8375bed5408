package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.UnsupportedVersionException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /**
   * The longest header accepted, in bytes: room for 50,000 roots. It is the size of the largest
   * block that peers exchange, as a header is a DAG-CBOR item like those blocks and held in memory
   * whole; go-car's own bound of 32 MiB only helps who wants to fill that memory.
   */
  public static final int MAX_HEADER = 2 << 20;

  /** The longest section (CID and block) accepted, in bytes. */
  public static final int MAX_SECTION = 8 << 20;

  private final CarInput in;
  private final Sections sections;
  private final CarOpening opening;

  private CarReader(CarInput in, Padding padding) {
    this.in = in;
    this.sections = new Sections(in, padding);
    this.opening = CarOpening.read(in);
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
    return read(in, origin, Padding.REFUSE);
  }

  /** As {@link #read(InputStream, String)}, with a word on what may stand behind the sections. */
  public static CarReader read(InputStream in, String origin, Padding padding) {
    CarInput input = new CarInput(new BufferedInputStream(in, 64 << 10), origin);
    try {
      return new CarReader(input, padding);
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
    return read(file, Padding.REFUSE);
  }

  /** As {@link #read(Path)}, with a word on what may stand behind the sections. */
  public static CarReader read(Path file, Padding padding) {
    try {
      return read(Files.newInputStream(file), file.toString(), padding);
    } catch (IOException e) {
      throw CarFailure.of(e, "read as a CAR: " + file);
    }
  }

  /** The roots that the header names, possibly none. */
  public List<Cid> roots() {
    return opening.roots();
  }

  /** 1 or 2. */
  public int version() {
    return opening.outer().isPresent() ? 2 : 1;
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
    Progress.checkInterrupt("reading " + in.origin());
    return sections
        .next()
        .map(
            section ->
                Block.verified(
                    section.cid(),
                    sections.data(section),
                    in.origin() + " at byte " + section.start()));
  }

  @Override
  public void close() {
    in.close();
  }
}
