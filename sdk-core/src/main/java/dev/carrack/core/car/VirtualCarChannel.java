package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/** Reads a virtual CAR; keeps the section that it stands in. Not thread-safe. */
final class VirtualCarChannel implements SeekableByteChannel {

  private static final int NONE = -1;
  private static final int ZEROS = 64 << 10;

  private final VirtualCar car;
  private final BlockSource source;
  private long position;
  private boolean open = true;
  private int held = NONE;
  private byte[] section = new byte[0];

  VirtualCarChannel(VirtualCar car, BlockSource source) {
    this.car = car;
    this.source = source;
  }

  @Override
  public int read(ByteBuffer into) throws ClosedChannelException {
    checkOpen();
    Progress.checkInterrupt("reading a virtual CAR");
    if (position >= car.length()) {
      return -1;
    }
    int from = into.position();
    while (into.hasRemaining() && position < car.length()) {
      step(into);
    }
    return into.position() - from;
  }

  private void step(ByteBuffer into) {
    if (position < car.header().length) {
      copy(car.header(), (int) position, into);
    } else if (position >= car.sectionsEnd()) {
      int zeros = (int) Math.min(Math.min(into.remaining(), ZEROS), car.length() - position);
      into.put(new byte[zeros]);
      position += zeros;
    } else {
      int index = car.sectionAt(position);
      load(index);
      copy(section, (int) (position - car.offset(index)), into);
    }
  }

  private void copy(byte[] bytes, int from, ByteBuffer into) {
    int n = Math.min(into.remaining(), bytes.length - from);
    into.put(bytes, from, n);
    position += n;
  }

  private void load(int index) {
    if (held == index) {
      return;
    }
    Progress.checkInterrupt("reading a virtual CAR");
    held = NONE;
    Cid cid = car.cid(index);
    int size = car.size(index);
    Block block =
        Block.inside(cid)
            .or(() -> source.get(cid))
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "block %s of a virtual CAR, for byte %d, is not in its source"
                            .formatted(cid, car.offset(index)),
                        "restore it, or plan the CAR anew"));
    if (block.size() != size || !block.cid().hash().equals(cid.hash())) {
      throw new IntegrityException(
          "source of a virtual CAR has changed: %s with %d bytes was planned for byte %d, %s is there"
              .formatted(cid, size, car.offset(index), block),
          "restore the source, or plan the CAR anew");
    }
    byte[] frame = CarWriter.frame(cid, size);
    section = Arrays.copyOf(frame, frame.length + size);
    block.copyTo(section, frame.length);
    held = index;
  }

  @Override
  public long position() throws ClosedChannelException {
    checkOpen();
    return position;
  }

  @Override
  public VirtualCarChannel position(long at) {
    if (at < 0) {
      throw new IllegalArgumentException("position must not be negative: " + at);
    }
    position = at;
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    checkOpen();
    return car.length();
  }

  @Override
  public int write(ByteBuffer bytes) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    held = NONE;
    section = new byte[0];
  }

  private void checkOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
