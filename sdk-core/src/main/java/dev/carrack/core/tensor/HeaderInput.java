package dev.carrack.core.tensor;

import dev.carrack.core.CancelledException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.StorageException;
import dev.carrack.core.internal.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;

/**
 * A header, read from the first byte of its file on. What it claims is checked against what is left
 * of the file, where that is known, and against {@link Bounds} before anything is allocated. Not
 * thread-safe.
 */
final class HeaderInput {

  private interface Bytes {
    int read(byte[] to, int offset, int length) throws IOException;

    long skip(long count) throws IOException;
  }

  private final Bytes in;
  private final String what;
  private final long size;
  private final ByteBuffer buffer = ByteBuffer.allocate(8 << 10).limit(0);
  private long base;
  private long text;

  private HeaderInput(Bytes in, String what, long size) {
    this.in = in;
    this.what = what;
    this.size = size;
    buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  static HeaderInput of(SeekableByteChannel channel, String what) {
    try {
      channel.position(0);
      return new HeaderInput(new Seeking(channel), what, channel.size());
    } catch (IOException e) {
      throw failure(what, e);
    }
  }

  /** {@code size} is the file's, or -1 where nobody knows. */
  static HeaderInput of(InputStream in, long size, String what) {
    Bytes bytes =
        new Bytes() {
          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            return in.read(to, offset, length);
          }

          @Override
          public long skip(long count) throws IOException {
            in.skipNBytes(count);
            return count;
          }
        };
    return new HeaderInput(bytes, what, size);
  }

  void order(ByteOrder order) {
    buffer.order(order);
  }

  long position() {
    return base + buffer.position();
  }

  /** The file's size, or {@link Long#MAX_VALUE} where nobody knows. */
  long size() {
    return size < 0 ? Long.MAX_VALUE : size;
  }

  /** The next byte without passing it, or -1 at the end of the file. */
  int peek() {
    return need(1) ? buffer.get(buffer.position()) & 0xff : -1;
  }

  int octet() {
    require(1);
    return buffer.get() & 0xff;
  }

  int int16() {
    require(2);
    return buffer.getShort() & 0xffff;
  }

  int int32() {
    require(4);
    return buffer.getInt();
  }

  long int64() {
    require(8);
    return buffer.getLong();
  }

  /** An unsigned 64-bit number that must fit 63 bits. */
  long unsigned(String name) {
    long value = int64();
    if (value < 0) {
      throw malformed(name + " is " + Long.toUnsignedString(value));
    }
    return value;
  }

  /** Bytes that are kept: they count against the bound on what a header's text may take. */
  byte[] kept(long length, String name) {
    if (length < 0 || length > size() - position()) {
      throw malformed(
          "%s claims %s bytes, %d are left"
              .formatted(name, Long.toUnsignedString(length), size() - position()));
    }
    charge(length);
    byte[] out = new byte[(int) length];
    for (int done = 0; done < out.length; ) {
      require(1);
      int count = Math.min(out.length - done, buffer.remaining());
      buffer.get(out, done, count);
      done += count;
    }
    return out;
  }

  /** Counts text that is kept. */
  void charge(long bytes) {
    text += bytes;
    if (text > Bounds.TEXT) {
      throw new LimitException(
          what + " has more than " + Bounds.TEXT + " bytes of names and notes",
          "no model's header is so large: check where it came from");
    }
  }

  String text(long length, String name) {
    return Utf8.decode(ByteBuffer.wrap(kept(length, name)), what + ": " + name);
  }

  void skip(long count) {
    if (count < 0 || count > size() - position()) {
      throw malformed(
          "%s bytes are claimed, %d are left"
              .formatted(Long.toUnsignedString(count), size() - position()));
    }
    int here = (int) Math.min(count, buffer.remaining());
    buffer.position(buffer.position() + here);
    if (count > here) {
      try {
        base += buffer.position() + in.skip(count - here);
      } catch (java.io.EOFException e) {
        throw new MalformedException(what + " is truncated", "get the file again", e);
      } catch (IOException e) {
        throw failure(what, e);
      }
      buffer.limit(0);
    }
  }

  MalformedException malformed(String problem) {
    return new MalformedException(
        what + " at byte " + position() + ": " + problem,
        "get the file again, or correct the tool that wrote it");
  }

  LimitException over(String problem, String limit) {
    return new LimitException(what + " at byte " + position() + ": " + problem, limit);
  }

  String what() {
    return what;
  }

  private void require(int count) {
    if (!need(count)) {
      throw malformed("the header is truncated");
    }
  }

  private boolean need(int count) {
    if (buffer.remaining() >= count) {
      return true;
    }
    base += buffer.position();
    buffer.compact();
    try {
      int read;
      while (buffer.position() < count
          && (read = in.read(buffer.array(), buffer.position(), buffer.remaining())) >= 0) {
        buffer.position(buffer.position() + read);
      }
    } catch (IOException e) {
      throw failure(what, e);
    } finally {
      buffer.flip();
    }
    return buffer.remaining() >= count;
  }

  static RuntimeException failure(String what, IOException e) {
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      Thread.currentThread().interrupt();
      return new CancelledException("reading " + what + " was cancelled", "start it again", e);
    }
    return new StorageException("cannot read " + what + ": " + e, "check its source", e);
  }

  /** A channel is not read through where something large is passed over. */
  private record Seeking(SeekableByteChannel channel) implements Bytes {
    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return channel.read(ByteBuffer.wrap(to, offset, length));
    }

    @Override
    public long skip(long count) throws IOException {
      channel.position(channel.position() + count);
      return count;
    }
  }
}
