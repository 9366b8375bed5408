package dev.carrack.core.pack;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** The operating system's files. Thread-safe. */
final class FileDisk implements Disk {

  /**
   * Bounds the direct buffer that the JDK keeps per reading thread, in bytes; small enough to stay
   * in the cache between its two copies.
   */
  private static final int SLICE = 128 << 10;

  private static final int WRITE_SLICE = 64 << 10;

  private static final boolean WINDOWS = java.io.File.separatorChar == '\\';

  @Override
  public File create(Path file) throws IOException {
    Files.createFile(file);
    return new Writable(file);
  }

  @Override
  public File open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return new Writable(file);
  }

  @Override
  public File openToRead(Path file) throws IOException {
    return new Readable(file);
  }

  @Override
  public boolean exists(Path file) {
    return Files.exists(file);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      createDirectories(parent);
    }
    Files.createDirectories(directory);
    if (parent != null) {
      forceDirectory(parent);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("this file system cannot replace a file atomically", e);
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    if (WINDOWS) {
      return; // Windows has no such call; NTFS journals names by itself.
    }
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public Closeable lock(Path file) {
    return WriterLock.acquire(file);
  }

  @Override
  public long free(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      return -1;
    }
  }

  /** A file to write. Not a FileChannel: an interrupt would close it half-way through a commit. */
  private static final class Writable implements File {
    private final ReentrantLock lock = new ReentrantLock();
    private final RandomAccessFile file;

    Writable(Path path) throws IOException {
      file = new RandomAccessFile(path.toFile(), "rw");
    }

    @Override
    public int read(long position, byte[] out, int offset, int length) throws IOException {
      lock.lock();
      try {
        file.seek(position);
        return file.read(out, offset, length);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) throws IOException {
      lock.lock();
      try {
        file.seek(position);
        // The JDK copies what it is given to native memory first: a slice of this size comes from
        // the allocator's own and stays in the cache, a larger one is mapped anew each time.
        for (int done = 0; done < length; done += WRITE_SLICE) {
          file.write(bytes, offset + done, Math.min(WRITE_SLICE, length - done));
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      file.setLength(size);
    }

    @Override
    public void force() throws IOException {
      file.getFD().sync();
    }

    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** A file to read from many threads at once; one that is interrupted does not stop the others. */
  private static final class Readable implements File {
    private final ReentrantLock lock = new ReentrantLock();
    private final Path path;
    private volatile FileChannel channel;
    private volatile boolean closed;

    Readable(Path path) throws IOException {
      this.path = path;
      this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public int read(long position, byte[] out, int offset, int length) throws IOException {
      return read(position, ByteBuffer.wrap(out, offset, Math.min(length, SLICE)));
    }

    @Override
    public int read(long position, ByteBuffer out) throws IOException {
      while (true) {
        FileChannel current = channel;
        try {
          return current.read(out, position);
        } catch (ClosedByInterruptException e) {
          throw e;
        } catch (ClosedChannelException e) {
          reopen(current, e);
        }
      }
    }

    /** Another thread was interrupted inside its read, which closed the channel for all. */
    private void reopen(FileChannel dead, ClosedChannelException cause) throws IOException {
      lock.lock();
      try {
        if (closed) {
          throw cause;
        }
        if (channel == dead) {
          channel = FileChannel.open(path, StandardOpenOption.READ);
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) {
      throw new UnsupportedOperationException("opened to read: " + path);
    }

    @Override
    public void truncate(long size) {
      throw new UnsupportedOperationException("opened to read: " + path);
    }

    @Override
    public void force() {
      throw new UnsupportedOperationException("opened to read: " + path);
    }

    @Override
    public long size() throws IOException {
      while (true) {
        FileChannel current = channel;
        try {
          return current.size();
        } catch (ClosedByInterruptException e) {
          throw e;
        } catch (ClosedChannelException e) {
          reopen(current, e);
        }
      }
    }

    @Override
    public void close() throws IOException {
      lock.lock();
      try {
        closed = true;
        channel.close();
      } finally {
        lock.unlock();
      }
    }
  }
}
