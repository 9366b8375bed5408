package dev.carrack.core.internal;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** What every read-only channel with a position does alike; reading is the subclass's to say. */
public abstract class ReadOnlyChannel implements SeekableByteChannel {

  private boolean closed;

  /** The position, in bytes from the start. */
  protected abstract long at();

  /** Moves to a position of 0 or more, which may lie behind the end. */
  protected abstract void seek(long to);

  /** The bytes there are. */
  protected abstract long length();

  /**
   * Lets only an open channel pass.
   *
   * @throws ClosedChannelException if it is closed
   */
  protected final void checkOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public final long position() throws ClosedChannelException {
    checkOpen();
    return at();
  }

  @Override
  public final SeekableByteChannel position(long position) throws ClosedChannelException {
    checkOpen();
    if (position < 0) {
      throw new IllegalArgumentException("position must not be negative: " + position);
    }
    seek(position);
    return this;
  }

  @Override
  public final long size() throws ClosedChannelException {
    checkOpen();
    return length();
  }

  @Override
  public final int write(ByteBuffer in) {
    throw new NonWritableChannelException();
  }

  @Override
  public final SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public final boolean isOpen() {
    return !closed;
  }

  @Override
  public final void close() {
    closed = true;
  }
}
