package dev.carrack.core.unixfs;

import dev.carrack.core.LimitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file about to be imported: its bytes once from the first to the last, and before that a look at
 * as much of it as a chunking needs. Not thread-safe.
 */
final class SourceFile implements ByteInput {

  /** The most that is kept of a stream while somebody looks at it. */
  static final int MOST_LOOKED_AT = 32 << 20;

  private final ByteInput in;
  private final String name;
  private final Optional<FileChannel> channel;
  private final Optional<Path> path;
  private final OnnxNeighbours neighbours;
  private byte[] seen = {};
  private int length;
  private int replayed;

  private SourceFile(
      ByteInput in,
      String name,
      Optional<FileChannel> channel,
      Optional<Path> path,
      OnnxNeighbours neighbours) {
    this.neighbours = neighbours;
    this.in = in;
    this.name = name;
    this.channel = channel;
    this.path = path;
  }

  static SourceFile of(FileChannel channel, Path path, OnnxNeighbours neighbours) {
    return new SourceFile(
        (to, offset, length) -> channel.read(ByteBuffer.wrap(to, offset, length)),
        FileNames.last(path),
        Optional.of(channel),
        Optional.of(path),
        neighbours);
  }

  static SourceFile of(ByteInput in) {
    return new SourceFile(in, "stream", Optional.empty(), Optional.empty(), new OnnxNeighbours());
  }

  /** What errors and notes call it. */
  String name() {
    return name;
  }

  /** Where it lies, if it does. */
  Optional<Path> path() {
    return path;
  }

  /** What lies beside it. */
  OnnxNeighbours neighbours() {
    return neighbours;
  }

  /** All of it, where it can be read anywhere; only before {@link #rewind}. */
  Optional<SeekableByteChannel> channel() {
    return channel.map(SeekableByteChannel.class::cast);
  }

  /** Its first bytes, which will be read again as if nobody had looked. */
  InputStream look() {
    return new InputStream() {
      private int at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] to, int offset, int count) throws IOException {
        if (at == length && keep(count) < 0) {
          return -1;
        }
        int some = Math.min(count, length - at);
        System.arraycopy(seen, at, to, offset, some);
        at += some;
        return some;
      }
    };
  }

  /** From here on it is read. */
  void rewind() throws IOException {
    if (channel.isPresent()) {
      length = 0; // what was seen is simply read again
      channel.get().position(0);
    }
  }

  @Override
  public int read(byte[] to, int offset, int count) throws IOException {
    if (replayed == length) {
      seen = new byte[0];
      length = 0;
      replayed = 0;
      return in.read(to, offset, count);
    }
    int some = Math.min(count, length - replayed);
    System.arraycopy(seen, replayed, to, offset, some);
    replayed += some;
    return some;
  }

  private int keep(int wanted) throws IOException {
    int more = Math.max(wanted, 1 << 10);
    if (length > MOST_LOOKED_AT - more) {
      throw new LimitException(
          name + " has a header of more than " + MOST_LOOKED_AT + " bytes",
          "import it from a file, which can be read twice");
    }
    if (seen.length - length < more) {
      seen = Arrays.copyOf(seen, Math.max(2 * seen.length, length + more));
    }
    int read = in.read(seen, length, more);
    length += Math.max(read, 0);
    return read;
  }
}
