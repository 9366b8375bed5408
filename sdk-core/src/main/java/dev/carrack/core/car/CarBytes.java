package dev.carrack.core.car;

import dev.carrack.core.CarrackException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes of a CAR at any offset. Thread-safe: a file is read without a lock, another channel by
 * one thread at a time. An interrupted thread closes the channel that it reads, as the JDK has it;
 * a file is then opened again for the others.
 */
final class CarBytes implements AutoCloseable {

  private final ReentrantLock lock = new ReentrantLock();
  private final Optional<Path> file;
  private final String origin;
  private final long size;
  private volatile SeekableByteChannel channel;
  private volatile boolean closed;

  private CarBytes(SeekableByteChannel channel, Optional<Path> file, String origin)
      throws IOException {
    this.channel = channel;
    this.file = file;
    this.origin = origin;
    this.size = channel.size();
  }

  static CarBytes open(Path file) {
    try {
      return new CarBytes(channel(file), Optional.of(file), file.toString());
    } catch (IOException e) {
      throw CarFailure.of(e, "read as a CAR: " + file);
    }
  }

  static CarBytes of(SeekableByteChannel channel, String origin) {
    try {
      return new CarBytes(channel, Optional.empty(), origin);
    } catch (IOException e) {
      throw CarFailure.of(e, "read " + origin);
    }
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  String origin() {
    return origin;
  }

  long size() {
    return size;
  }

  /** Fills the buffer from {@code offset} on, as far as there are bytes. */
  void read(ByteBuffer into, long offset) {
    Progress.checkInterrupt("reading " + origin);
    try {
      for (long at = offset; into.hasRemaining(); ) {
        int n = readSome(into, at);
        if (n < 0) {
          return;
        }
        at += n;
      }
    } catch (IOException e) {
      throw failure(e, offset);
    }
  }

  /** The bytes from {@code offset} on, all of them. */
  byte[] bytes(long offset, int length) {
    ByteBuffer out = ByteBuffer.allocate(length);
    read(out, offset);
    if (out.hasRemaining()) {
      throw malformed(offset, "is cut: %d of %d bytes".formatted(out.position(), length));
    }
    return out.array();
  }

  /** The bytes from {@code offset} to the end; skipping costs nothing. */
  InputStream stream(long offset) {
    return new InputStream() {
      private long at = offset;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        int n = (int) Math.min(length, Math.max(0, size - at));
        if (n == 0) {
          return length == 0 ? 0 : -1;
        }
        ByteBuffer buffer = ByteBuffer.wrap(into, from, n);
        CarBytes.this.read(buffer, at);
        int got = buffer.position() - from;
        at += got;
        return got == 0 ? -1 : got;
      }

      @Override
      public long skip(long n) {
        long skipped = Math.max(0, Math.min(n, size - at));
        at += skipped;
        return skipped;
      }
    };
  }

  MalformedException malformed(long at, String problem) {
    return new MalformedException(
        origin + " at byte " + at + " " + problem, "fetch or export the CAR again");
  }

  private int readSome(ByteBuffer into, long at) throws IOException {
    SeekableByteChannel now = channel;
    if (now instanceof FileChannel direct) {
      try {
        return direct.read(into, at);
      } catch (ClosedChannelException e) {
        return reopened(now, e).read(into, at);
      }
    }
    lock.lock();
    try {
      return now.position(at).read(into);
    } finally {
      lock.unlock();
    }
  }

  /** Another thread's interrupt closed the file: open it again, once for all who wait. */
  private FileChannel reopened(SeekableByteChannel before, ClosedChannelException cause)
      throws IOException {
    if (closed || file.isEmpty() || Thread.currentThread().isInterrupted()) {
      throw cause;
    }
    lock.lock();
    try {
      if (closed) {
        throw cause;
      }
      if (channel == before) {
        channel = channel(file.get());
      }
      return (FileChannel) channel;
    } finally {
      lock.unlock();
    }
  }

  private CarrackException failure(IOException e, long offset) {
    return CarFailure.of(e, "read " + origin + " at byte " + offset);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      channel.close();
    } catch (IOException e) {
      throw CarFailure.of(e, "close " + origin);
    } finally {
      lock.unlock();
    }
  }
}
