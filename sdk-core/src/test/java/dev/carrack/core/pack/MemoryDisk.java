package dev.carrack.core.pack;

import dev.carrack.core.LockedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files on the heap that record every operation, so that {@link PowerLoss} can replay them. */
final class MemoryDisk implements Disk {

  /** What was done, in order. Files are numbered, for a name may point to several over time. */
  sealed interface Op {
    record Create(Path path, int file) implements Op {}

    record Write(int file, long position, byte[] bytes) implements Op {}

    record Truncate(int file, long size) implements Op {}

    record Force(int file) implements Op {}

    record Rename(Path from, Path to) implements Op {}

    record Delete(Path path) implements Op {}

    record MakeDirectory(Path path) implements Op {}

    record ForceDirectory(Path path) implements Op {}
  }

  private final List<Op> ops = new ArrayList<>();
  private final Map<Path, Integer> names = new TreeMap<>();
  private final Set<Path> directories = new TreeSet<>();
  private final List<byte[]> files = new ArrayList<>();
  private final Set<Path> locks = new TreeSet<>();

  /** A disk that holds what survived. */
  static MemoryDisk holding(Map<Path, byte[]> content, Set<Path> directories) {
    MemoryDisk disk = new MemoryDisk();
    content.forEach(
        (path, bytes) -> {
          disk.names.put(path, disk.files.size());
          disk.files.add(bytes.clone());
        });
    disk.directories.addAll(directories);
    return disk;
  }

  synchronized List<Op> ops() {
    return List.copyOf(ops);
  }

  synchronized Map<Path, byte[]> content() {
    Map<Path, byte[]> out = new TreeMap<>();
    names.forEach((path, file) -> out.put(path, files.get(file).clone()));
    return out;
  }

  synchronized Set<Path> directories() {
    return new TreeSet<>(directories);
  }

  /** Changes bytes behind the store's back. */
  synchronized void set(Path path, byte[] bytes) {
    files.set(names.get(path), bytes.clone());
  }

  @Override
  public synchronized File create(Path path) throws IOException {
    if (names.containsKey(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (!directories.contains(path.getParent())) {
      throw new NoSuchFileException(path.toString());
    }
    names.put(path, files.size());
    files.add(new byte[0]);
    ops.add(new Op.Create(path, files.size() - 1));
    return new Open(files.size() - 1);
  }

  @Override
  public synchronized File open(Path path) throws IOException {
    Integer file = names.get(path);
    if (file == null) {
      throw new NoSuchFileException(path.toString());
    }
    return new Open(file);
  }

  @Override
  public File openToRead(Path path) throws IOException {
    return open(path);
  }

  @Override
  public synchronized boolean exists(Path path) {
    return names.containsKey(path) || directories.contains(path);
  }

  @Override
  public synchronized List<Path> list(Path directory) {
    return names.keySet().stream().filter(path -> path.getParent().equals(directory)).toList();
  }

  @Override
  public synchronized void createDirectories(Path directory) {
    if (directory != null && directories.add(directory)) {
      createDirectories(directory.getParent());
      ops.add(new Op.MakeDirectory(directory));
    }
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    Integer file = names.remove(from);
    if (file == null) {
      throw new NoSuchFileException(from.toString());
    }
    names.put(to, file);
    ops.add(new Op.Rename(from, to));
  }

  @Override
  public synchronized void delete(Path path) {
    if (names.remove(path) != null) {
      ops.add(new Op.Delete(path));
    }
  }

  @Override
  public synchronized void forceDirectory(Path directory) {
    ops.add(new Op.ForceDirectory(directory));
  }

  @Override
  public synchronized Closeable lock(Path path) {
    if (!locks.add(path)) {
      throw new LockedException(path + " is locked", "");
    }
    return () -> locks.remove(path);
  }

  @Override
  public long free(Path directory) {
    return -1;
  }

  private final class Open implements File {
    private final int file;

    Open(int file) {
      this.file = file;
    }

    @Override
    public int read(long position, byte[] out, int offset, int length) {
      synchronized (MemoryDisk.this) {
        byte[] bytes = files.get(file);
        if (position >= bytes.length) {
          return -1;
        }
        int n = Math.min(length, bytes.length - (int) position);
        System.arraycopy(bytes, (int) position, out, offset, n);
        return n;
      }
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) {
      synchronized (MemoryDisk.this) {
        byte[] old = files.get(file);
        int end = (int) position + length;
        byte[] next = end > old.length ? Arrays.copyOf(old, end) : old;
        System.arraycopy(bytes, offset, next, (int) position, length);
        files.set(file, next);
        ops.add(new Op.Write(file, position, Arrays.copyOfRange(bytes, offset, offset + length)));
      }
    }

    @Override
    public void truncate(long size) {
      synchronized (MemoryDisk.this) {
        files.set(file, Arrays.copyOf(files.get(file), (int) size));
        ops.add(new Op.Truncate(file, size));
      }
    }

    @Override
    public void force() {
      synchronized (MemoryDisk.this) {
        ops.add(new Op.Force(file));
      }
    }

    @Override
    public long size() {
      synchronized (MemoryDisk.this) {
        return files.get(file).length;
      }
    }

    @Override
    public void close() {}
  }
}
