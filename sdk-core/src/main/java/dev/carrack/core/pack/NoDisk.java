package dev.carrack.core.pack;

import dev.carrack.core.piece.PieceHasher;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes what is written and keeps of each file only the head that a pack writer reads again, for
 * packs that are computed and not kept. Not thread-safe.
 */
final class NoDisk implements Disk {

  private final Map<Path, Head> heads = new HashMap<>();

  @Override
  public File create(Path file) {
    Head head = new Head();
    heads.put(file, head);
    return head;
  }

  @Override
  public File open(Path file) throws IOException {
    Head head = heads.get(file);
    if (head == null) {
      throw new NoSuchFileException(file.toString());
    }
    return head;
  }

  @Override
  public File openToRead(Path file) throws IOException {
    return open(file);
  }

  @Override
  public boolean exists(Path file) {
    return heads.containsKey(file);
  }

  @Override
  public List<Path> list(Path directory) {
    return List.of();
  }

  @Override
  public void createDirectories(Path directory) {}

  @Override
  public void rename(Path from, Path to) {
    throw new UnsupportedOperationException("nothing is kept: " + from);
  }

  @Override
  public void delete(Path file) {
    heads.remove(file);
  }

  @Override
  public void forceDirectory(Path directory) {}

  @Override
  public Closeable lock(Path file) {
    return () -> {};
  }

  @Override
  public long free(Path directory) {
    return -1;
  }

  /** The first bytes of a file, and its size. */
  private static final class Head implements File {
    private final byte[] bytes = new byte[PieceHasher.HEAD];
    private long size;

    @Override
    public int read(long position, byte[] out, int offset, int length) {
      int n = (int) Math.min(length, Math.min(size, bytes.length) - position);
      if (n <= 0) {
        return -1;
      }
      System.arraycopy(bytes, (int) position, out, offset, n);
      return n;
    }

    @Override
    public void write(long position, byte[] data, int offset, int length) {
      if (position < bytes.length) {
        int n = (int) Math.min(length, bytes.length - position);
        System.arraycopy(data, offset, bytes, (int) position, n);
      }
      size = Math.max(size, position + length);
    }

    @Override
    public void truncate(long to) {
      size = to;
    }

    @Override
    public void force() {}

    @Override
    public long size() {
      return size;
    }

    @Override
    public void close() {}
  }
}
