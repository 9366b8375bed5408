package dev.carrack.core.pack;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another disk, with a hook before each operation that changes something. */
final class HookedDisk implements Disk {

  /** Decides what happens; an exception takes the operation's place. */
  interface Hook {
    /**
     * Called before the operation.
     *
     * @param bytes how many will be written, else 0
     * @return how many of them to write before {@link #cut} is called, or {@code bytes} to go on
     */
    int before(String operation, Path path, int bytes) throws IOException;

    /** Called after a write that was cut short. */
    default void cut() throws IOException {
      throw new IOException("cut");
    }
  }

  private final Disk disk;
  private final Hook hook;

  HookedDisk(Disk disk, Hook hook) {
    this.disk = disk;
    this.hook = hook;
  }

  @Override
  public File create(Path file) throws IOException {
    hook.before("create", file, 0);
    return new Hooked(file, disk.create(file));
  }

  @Override
  public File open(Path file) throws IOException {
    return new Hooked(file, disk.open(file));
  }

  @Override
  public File openToRead(Path file) throws IOException {
    return disk.openToRead(file);
  }

  @Override
  public boolean exists(Path file) throws IOException {
    return disk.exists(file);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    if (!disk.exists(directory)) {
      hook.before("create directory", directory, 0);
    }
    disk.createDirectories(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    hook.before("rename", from, 0);
    disk.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    if (disk.exists(file)) {
      hook.before("delete", file, 0);
    }
    disk.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    hook.before("force directory", directory, 0);
    disk.forceDirectory(directory);
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    return disk.lock(file);
  }

  @Override
  public long free(Path directory) {
    return disk.free(directory);
  }

  private final class Hooked implements File {
    private final Path path;
    private final File file;

    Hooked(Path path, File file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public int read(long position, byte[] out, int offset, int length) throws IOException {
      return file.read(position, out, offset, length);
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) throws IOException {
      int done = hook.before("write", path, length);
      file.write(position, bytes, offset, done);
      if (done < length) {
        hook.cut();
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      hook.before("truncate", path, 0);
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      hook.before("force", path, 0);
      file.force();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
