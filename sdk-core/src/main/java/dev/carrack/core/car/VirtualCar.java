package dev.carrack.core.car;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A CARv1 that is nowhere: a header and an ordered list of CIDs and sizes. Its length and every
 * offset in it are known without a block at hand; its bytes are made while they are read, from any
 * offset, out of whatever source has the blocks. Each block is checked again while it is sent.
 * Immutable and thread-safe.
 */
public final class VirtualCar {

  private final byte[] header;
  private final List<Cid> cids;
  private final int[] sizes;
  private final long[] ends;
  private final long length;

  private VirtualCar(byte[] header, List<Cid> cids, int[] sizes, long[] ends, long length) {
    this.header = header;
    this.cids = cids;
    this.sizes = sizes;
    this.ends = ends;
    this.length = length;
  }

  /** Begins a CAR with these roots. */
  public static Builder of(List<Cid> roots) {
    return new Builder(CarWriter.header(roots));
  }

  /**
   * The CAR of a walk, which is gone through once to learn the sizes.
   *
   * @throws dev.carrack.core.CarrackException as the walk does
   */
  public static VirtualCar of(List<Cid> roots, BlockWalk blocks) {
    Builder builder = of(roots);
    blocks.forEach(block -> builder.add(block.cid(), block.size()));
    return builder.build();
  }

  /** The length of the CAR in bytes, padding included. */
  public long length() {
    return length;
  }

  /** The number of sections. */
  public int count() {
    return ends.length;
  }

  /** The CID of section {@code i}. */
  public Cid cid(int i) {
    return cids.get(i);
  }

  /** Where section {@code i} begins, with the length before its CID. */
  public long offset(int i) {
    return i == 0 ? header.length : ends[i - 1];
  }

  /** The length in bytes of the block of section {@code i}. */
  public int size(int i) {
    return sizes[i];
  }

  /** Where the block of section {@code i} begins, behind its CID. */
  public long dataOffset(int i) {
    return ends[i] - sizes[i];
  }

  /**
   * Its bytes from {@code offset} on. Reading throws {@link dev.carrack.core.CarrackException}, not
   * {@link java.io.IOException}: {@link dev.carrack.core.NotFoundException} if the source lacks a
   * block, {@link dev.carrack.core.IntegrityException} if it gives another one than was planned,
   * {@link dev.carrack.core.CancelledException} if the thread is interrupted. Not a byte of such a
   * block is handed out. Memory is one block.
   *
   * @param offset 0 to {@link #length}
   */
  public InputStream open(BlockSource source, long offset) {
    VirtualCarChannel channel = new VirtualCarChannel(this, source);
    channel.position(offset);
    return Channels.newInputStream(channel);
  }

  /** Its bytes as a read-only channel; errors are as those of {@link #open}. */
  public SeekableByteChannel channel(BlockSource source) {
    return new VirtualCarChannel(this, source);
  }

  byte[] header() {
    return header;
  }

  /** The section that holds the byte at {@code offset}, which is behind the header. */
  int sectionAt(long offset) {
    int found = Arrays.binarySearch(ends, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** Where the last section ends and padding begins. */
  long sectionsEnd() {
    return offset(count());
  }

  /** Collects the sections of a virtual CAR. Not thread-safe. */
  public static final class Builder {

    private final byte[] header;
    private final List<Cid> cids = new ArrayList<>();
    private int[] sizes = new int[16];
    private long[] ends = new long[16];
    private long end;
    private long length;

    private Builder(byte[] header) {
      this.header = header;
      this.end = header.length;
    }

    /**
     * Appends a block.
     *
     * @param size of the block in bytes
     * @throws dev.carrack.core.LimitException if the section would be longer than {@link
     *     CarReader#MAX_SECTION}
     */
    public Builder add(Cid cid, int size) {
      if (size < 0) {
        throw new IllegalArgumentException("size must not be negative: " + size);
      }
      CarWriter.checkSection(cid, size);
      if (cids.size() == ends.length) {
        sizes = Arrays.copyOf(sizes, 2 * sizes.length);
        ends = Arrays.copyOf(ends, 2 * ends.length);
      }
      end += CarWriter.sectionSize(cid, size);
      sizes[cids.size()] = size;
      ends[cids.size()] = end;
      cids.add(cid);
      return this;
    }

    /** The length so far, in bytes, without padding. */
    public long position() {
      return end;
    }

    /** Fills up with zeros behind the last section, so that the CAR is at least so long. */
    public Builder padTo(long bytes) {
      length = bytes;
      return this;
    }

    /** The CAR. */
    public VirtualCar build() {
      int count = cids.size();
      return new VirtualCar(
          header,
          List.copyOf(cids),
          Arrays.copyOf(sizes, count),
          Arrays.copyOf(ends, count),
          Math.max(end, length));
    }
  }
}
