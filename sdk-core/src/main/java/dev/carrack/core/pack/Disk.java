package dev.carrack.core.pack;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The file layer: every byte the store reads or writes, and every change of a directory, passes
 * here, so that tests can count, stop, tear, drop and reorder them. {@link FileDisk} is the real
 * one.
 *
 * <p>Nothing is promised to survive a power loss until it was forced: content by {@link
 * File#force}, names (created, renamed, deleted) by {@link #forceDirectory}.
 */
interface Disk {

  /** An open file. Writes and forces are never cut short by an interrupt; reads may be. */
  interface File extends Closeable {

    /**
     * Reads up to {@code length} bytes at {@code position}; -1 at or after the end. Thread-safe.
     */
    int read(long position, byte[] out, int offset, int length) throws IOException;

    /** As above, to where the buffer has room; into a direct one without a copy on the way. */
    default int read(long position, ByteBuffer out) throws IOException {
      byte[] bytes = new byte[out.remaining()];
      int n = read(position, bytes, 0, bytes.length);
      out.put(bytes, 0, Math.max(0, n));
      return n;
    }

    /** Writes all bytes at {@code position}, growing the file if needed. */
    void write(long position, byte[] bytes, int offset, int length) throws IOException;

    /** Cuts the file to {@code size} bytes. */
    void truncate(long size) throws IOException;

    /** Makes everything written so far survive a power loss. */
    void force() throws IOException;

    /** The size in bytes. */
    long size() throws IOException;

    /** Reads exactly {@code length} bytes, or throws {@link java.io.EOFException}. */
    default void readFully(long position, byte[] out, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int n = read(position + done, out, offset + done, length - done);
        if (n < 0) {
          throw new java.io.EOFException("ends at byte " + (position + done));
        }
        done += n;
      }
    }
  }

  /** Creates a file that must not exist, for writing and reading. */
  File create(Path file) throws IOException;

  /** Opens an existing file for writing and reading. */
  File open(Path file) throws IOException;

  /** Opens an existing file for reading; another process may delete or replace it meanwhile. */
  File openToRead(Path file) throws IOException;

  /** Whether a file or directory is there. */
  boolean exists(Path file) throws IOException;

  /** The entries of a directory; empty if there is none. */
  List<Path> list(Path directory) throws IOException;

  /** Creates a directory and its parents and makes their names survive a power loss. */
  void createDirectories(Path directory) throws IOException;

  /** Replaces {@code to} by {@code from} in one step. */
  void rename(Path from, Path to) throws IOException;

  /** Deletes a file; nothing happens if it is not there. */
  void delete(Path file) throws IOException;

  /** Makes the names inside a directory survive a power loss. */
  void forceDirectory(Path directory) throws IOException;

  /**
   * Takes the lock file; closing gives it back.
   *
   * @throws dev.carrack.core.LockedException if someone else holds it
   */
  Closeable lock(Path file) throws IOException;

  /** The bytes that can still be written below {@code directory}, or -1 where unknown. */
  long free(Path directory);
}
