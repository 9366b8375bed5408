package dev.carrack.core.unixfs;

import dev.carrack.core.Progress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file as a channel with a position; read-only. */
final class FileReadChannel implements SeekableByteChannel {

  private final FileCursor cursor;
  private boolean closed;

  FileReadChannel(FileCursor cursor) {
    this.cursor = cursor;
  }

  @Override
  public int read(ByteBuffer out) throws ClosedChannelException {
    checkOpen();
    if (!out.hasRemaining()) {
      return 0;
    }
    Progress.checkInterrupt("reading");
    return cursor.read(out);
  }

  @Override
  public long position() throws ClosedChannelException {
    checkOpen();
    return cursor.position();
  }

  @Override
  public SeekableByteChannel position(long position) throws ClosedChannelException {
    checkOpen();
    if (position < 0) {
      throw new IllegalArgumentException("position must not be negative: " + position);
    }
    cursor.seek(position);
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    checkOpen();
    return cursor.size();
  }

  @Override
  public int write(ByteBuffer in) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }
}
