package dev.carrack.core.pack;

import dev.carrack.core.CarrackException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.StorageException;
import dev.carrack.core.UnsupportedVersionException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of checksummed records in which a record, once {@link #append} has returned,
 * survives a crash and a power loss. Opening to write cuts off a record that was never
 * acknowledged; a damaged record that was acknowledged is an {@link IntegrityException}, never
 * silently dropped. The layout is in docs/format-v1.md, "The record log".
 *
 * <p>One writer at a time: hold a {@link WriterLock} beside the log. Readers need none, they see
 * the records as far as the last valid one. Thread-safe; appends are one after the other.
 */
public final class RecordLog implements AutoCloseable {

  /** Told each record in order. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One record.
     *
     * @param position where it lies in the file, in bytes: a name for error messages
     * @param payload its bytes, the visitor's to keep
     */
    void record(long position, byte[] payload);
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Disk disk;
  private final Path path;
  private final String kind;
  private final int version;
  private Disk.File file;
  private long generation;
  private long end;
  private boolean broken;

  private RecordLog(Disk disk, Path path, String kind, int version, Disk.File file) {
    this.disk = disk;
    this.path = path;
    this.kind = kind;
    this.version = version;
    this.file = file;
  }

  /**
   * Opens a log to append to, creating it if it is not there, and replays it.
   *
   * @param file the log; its directory is created if needed
   * @param kind 1 to 8 ASCII characters that tell this log from other kinds
   * @param version the format version of the records
   * @throws IntegrityException if an acknowledged record or the header is damaged
   * @throws UnsupportedVersionException if the log has another version
   * @throws StorageException if the disk fails
   */
  public static RecordLog open(Path file, String kind, int version, Visitor visitor) {
    return open(new FileDisk(), file, kind, version, visitor);
  }

  static RecordLog open(Disk disk, Path path, String kind, int version, Visitor visitor) {
    Path absolute = path.toAbsolutePath();
    Disk.@Nullable File file = null;
    try {
      if (!disk.exists(absolute)) {
        disk.createDirectories(directory(absolute));
        Disk.File fresh = beginTemporary(disk, absolute, kind, version, 1);
        fresh.force();
        fresh.close();
        disk.rename(temporary(absolute), absolute);
        disk.forceDirectory(directory(absolute));
      }
      disk.delete(temporary(absolute));
      file = disk.open(absolute);
      RecordLog log = new RecordLog(disk, absolute, kind, version, file);
      log.recover(visitor);
      return log;
    } catch (IOException e) {
      close(file);
      throw DiskFailure.of(e, "cannot open", absolute, disk);
    } catch (CarrackException e) {
      close(file);
      throw e;
    }
  }

  /**
   * Reads a log that may be written meanwhile, without changing it.
   *
   * @return the position after the last valid record, in bytes
   * @throws NotFoundException if there is no such file
   * @throws IntegrityException if an acknowledged record or the header is damaged
   * @throws UnsupportedVersionException if the log has another version
   * @throws StorageException if the disk fails
   */
  public static long read(Path file, String kind, int version, Visitor visitor) {
    Disk disk = new FileDisk();
    try (Disk.File in = disk.openToRead(file)) {
      LogScan.generation(in, file, kind, version);
      return LogScan.run(in, file, LogScan.HEADER, visitor).end();
    } catch (NoSuchFileException e) {
      throw new NotFoundException("no log " + file, "check the path", e);
    } catch (IOException e) {
      throw DiskFailure.of(e, "cannot read", file, disk);
    }
  }

  private void recover(Visitor visitor) throws IOException {
    generation = LogScan.generation(file, path, kind, version);
    LogScan scan = LogScan.run(file, path, LogScan.HEADER, visitor);
    end = scan.end();
    if (file.size() > end) {
      file.truncate(end);
      file.force();
    }
    if (scan.tailMark() >= 0) {
      file.force(); // the record was written whole; now it is durable too
      file.write(scan.tailMark(), LogScan.mark(scan.tailMark()), 0, LogScan.MARK);
      file.force();
    }
  }

  /**
   * Appends one record and makes it durable; when this returns, it is acknowledged.
   *
   * @param payload 1 byte to 64 MiB
   * @return the position of the record in the file
   * @throws StorageException if the disk fails or is full; the record is not kept, and where even
   *     that is uncertain the log takes no more records until it is opened again
   */
  public long append(byte[] payload) {
    lock.lock();
    try {
      checkUsable();
      byte[] frame = LogScan.frame(end, payload);
      long mark = end + frame.length - LogScan.MARK;
      byte[] done = LogScan.mark(mark); // now: nothing may fail once the record is durable
      try {
        file.write(end, frame, 0, frame.length);
        file.force();
      } catch (IOException e) {
        undo();
        throw DiskFailure.of(e, "cannot append to", path, disk);
      }
      long position = end;
      end += frame.length;
      mark(mark, done);
      return position;
    } finally {
      lock.unlock();
    }
  }

  private void undo() {
    try {
      file.truncate(end);
      file.force();
    } catch (IOException e) {
      broken = true;
    }
  }

  /** Only tells later bit rot from a torn tail, so its loss is repaired when the log is opened. */
  private void mark(long position, byte[] done) {
    try {
      file.write(position, done, 0, LogScan.MARK);
    } catch (IOException e) {
      broken = true;
    }
  }

  /**
   * Replaces all records by others in one step: a crash leaves the old log or the new one.
   *
   * @throws StorageException if the disk fails or is full; the old records are kept
   */
  public void rewrite(Iterable<byte[]> payloads) {
    lock.lock();
    try {
      checkUsable();
      long size = LogScan.HEADER;
      try (Disk.File next = beginTemporary(disk, path, kind, version, generation + 1)) {
        for (byte[] payload : payloads) {
          byte[] frame = LogScan.frame(size, payload);
          long mark = size + frame.length - LogScan.MARK;
          System.arraycopy(LogScan.mark(mark), 0, frame, frame.length - LogScan.MARK, LogScan.MARK);
          next.write(size, frame, 0, frame.length);
          size += frame.length;
        }
        next.force();
      }
      replace(size);
    } catch (IOException e) {
      throw DiskFailure.of(e, "cannot rewrite", path, disk);
    } finally {
      lock.unlock();
    }
  }

  private void replace(long size) throws IOException {
    broken = true; // until every step is done
    file.close(); // Windows does not replace an open file
    try {
      disk.rename(temporary(path), path);
    } catch (IOException e) {
      file = disk.open(path); // nor one that a reader has open: the old log goes on
      broken = false;
      throw e;
    }
    disk.forceDirectory(directory(path));
    file = disk.open(path);
    generation++;
    end = size;
    broken = false;
  }

  private static Disk.File beginTemporary(
      Disk disk, Path path, String kind, int version, long generation) throws IOException {
    disk.delete(temporary(path));
    Disk.File file = disk.create(temporary(path));
    try {
      file.write(0, LogScan.header(kind, version, generation), 0, LogScan.HEADER);
      return file;
    } catch (IOException e) {
      close(file);
      throw e;
    }
  }

  private static Path directory(Path file) {
    return Objects.requireNonNull(file.getParent(), "a log lies in a directory");
  }

  private static Path temporary(Path path) {
    return path.resolveSibling(path.getFileName() + ".tmp");
  }

  /** Whether a failed append may be found in the log after all when it is opened again. */
  boolean isUncertain() {
    lock.lock();
    try {
      return broken;
    } finally {
      lock.unlock();
    }
  }

  private void checkUsable() {
    if (broken) {
      throw new StorageException(
          path + " is in an uncertain state after a disk failure", "close it and open it again");
    }
  }

  /** The file's length in bytes up to the last record. */
  public long size() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Raised by every {@link #rewrite}. */
  long generation() {
    lock.lock();
    try {
      return generation;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the file; everything acknowledged is durable already. Does nothing the second time. */
  @Override
  public void close() {
    lock.lock();
    try {
      broken = true;
      close(file);
    } finally {
      lock.unlock();
    }
  }

  private static void close(Disk.@Nullable File file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // Everything that counts was forced before; a failing close takes nothing back.
    }
  }
}
