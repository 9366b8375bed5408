package dev.carrack.core.pack;

import dev.carrack.core.CancelledException;
import dev.carrack.core.LockedException;
import dev.carrack.core.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write something, held by one handle of one process: a lock on a file of its own,
 * which the operating system gives back when the process dies. The file keeps the holder's process
 * id for the other's error message, and is never deleted. Thread-safe.
 */
public final class WriterLock implements Closeable {

  /**
   * What this JVM holds. Needed, and needed static: operating systems give locks to processes, not
   * to handles, and POSIX drops a process's lock when <em>any</em> of its handles on that file is
   * closed.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** The locked byte lies far behind the text, so that Windows lets others read the text. */
  private static final long LOCKED_BYTE = 1L << 40;

  private final Path key;
  private final FileChannel channel;

  private WriterLock(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /**
   * Takes the lock at once or not at all.
   *
   * @param file the lock file, created if it is not there; nothing else may open it
   * @throws LockedException naming the process that holds it
   * @throws StorageException if the file cannot be opened
   * @throws CancelledException if the thread is interrupted
   */
  public static WriterLock acquire(Path file) {
    Path key;
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory == null) {
        throw new IllegalArgumentException("a lock file lies in a directory: " + file);
      }
      key = directory.toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      throw new StorageException(
          "cannot find " + file + ": " + e.getMessage(), "check the path", e);
    }
    if (!HELD.add(key)) {
      throw locked(
          key, "another handle in this process (pid " + ProcessHandle.current().pid() + ")");
    }
    boolean done = false;
    try {
      WriterLock lock = lock(key);
      done = true;
      return lock;
    } catch (ClosedByInterruptException e) {
      throw new CancelledException("locking " + key + " was cancelled", "start it again", e);
    } catch (IOException e) {
      throw new StorageException(
          "cannot lock " + key + ": " + e.getMessage(),
          "check that the directory is writable and its file system supports locks",
          e);
    } finally {
      if (!done) {
        HELD.remove(key);
      }
    }
  }

  private static WriterLock lock(Path key) throws IOException {
    FileChannel channel =
        FileChannel.open(
            key, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    try {
      if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
        channel.close();
        throw locked(key, "process " + holder(key));
      }
    } catch (OverlappingFileLockException e) {
      // Held through another class loader. The channel stays open on purpose: closing it would
      // give the holder's lock away.
      throw locked(
          key, "another handle in this process (pid " + ProcessHandle.current().pid() + ")");
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    name(channel);
    return new WriterLock(key, channel);
  }

  /** Leaves the process id for the next one's error message; a full disk does not stop the lock. */
  private static void name(FileChannel channel) throws IOException {
    byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid), 0);
    } catch (IOException e) {
      if (!channel.isOpen()) { // interrupted: the lock went with the channel
        throw e;
      }
    }
  }

  private static String holder(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    return text.matches("[0-9]{1,20}") ? text : "unknown";
  }

  private static LockedException locked(Path file, String holder) {
    return new LockedException(
        "%s is being written by %s".formatted(file.getParent(), holder),
        "close that one, or open this directory only to read");
  }

  /** Gives the lock back; does nothing the second time. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try {
        channel.close();
      } finally {
        HELD.remove(key);
      }
    }
  }
}
