package dev.carrack.core.car;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Index entries of one width, {@code digest ‖ u64le offset}, ascending by digest once {@link #sort}
 * was called. Grows while it is built; then immutable.
 */
final class IndexBucket {

  /** Bytes of an entry behind its digest. */
  static final int OFFSET = Long.BYTES;

  /** No JVM is sure to have longer arrays. */
  static final int MAX_ARRAY = Integer.MAX_VALUE - 64;

  private final long code;
  private final int width;
  private byte[] entries;
  private int count;

  /**
   * A bucket to build.
   *
   * @param code the hash function, or -1 where the index form does not tell it
   */
  IndexBucket(long code, int digestLength) {
    this(code, digestLength + OFFSET, new byte[0]);
  }

  /** Takes over the entries; their length is a multiple of the width. */
  IndexBucket(long code, int width, byte[] entries) {
    this.code = code;
    this.width = width;
    this.entries = entries;
    this.count = entries.length / width;
  }

  long code() {
    return code;
  }

  int width() {
    return width;
  }

  int digestLength() {
    return width - OFFSET;
  }

  int count() {
    return count;
  }

  /** The length of the entries in bytes. */
  long bytes() {
    return (long) count * width;
  }

  long offset(int entry) {
    return ByteBuffer.wrap(entries)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getLong(entry * width + digestLength());
  }

  byte[] digest(int entry) {
    return Arrays.copyOfRange(entries, entry * width, entry * width + digestLength());
  }

  /** How many more bytes {@link #add} would hold, or -1 if no array is that long. */
  long growth() {
    if (bytes() + width <= entries.length) {
      return 0;
    }
    long wanted = Math.min(Math.max(64L * width, 2 * bytes()), MAX_ARRAY);
    return wanted < bytes() + width ? -1 : wanted - entries.length;
  }

  void add(byte[] digest, long offset) {
    int growth = (int) growth();
    if (growth > 0) {
      entries = Arrays.copyOf(entries, entries.length + growth);
    }
    int at = count * width;
    System.arraycopy(digest, 0, entries, at, digest.length);
    ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN).putLong(at + digest.length, offset);
    count++;
  }

  /** The first entry whose digest is not below {@code digest}. */
  int first(byte[] digest) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, digest) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  boolean isAt(int entry, byte[] digest) {
    return entry < count && compare(entry, digest) == 0;
  }

  /** Whether the digests ascend; equal ones may follow each other. */
  boolean ascends() {
    for (int i = 1; i < count; i++) {
      if (compareDigests(i - 1, i) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Sorts by digest, then by offset, in place: an index is as large as memory allows. */
  void sort() {
    for (int i = count / 2 - 1; i >= 0; i--) {
      sink(i, count);
    }
    for (int end = count - 1; end > 0; end--) {
      swap(0, end);
      sink(0, end);
    }
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(entries, 0, count * width);
  }

  private void sink(int from, int end) {
    int parent = from;
    while (2 * parent + 1 < end) {
      int child = 2 * parent + 1;
      if (child + 1 < end && compareEntries(child, child + 1) < 0) {
        child++;
      }
      if (compareEntries(parent, child) >= 0) {
        return;
      }
      swap(parent, child);
      parent = child;
    }
  }

  private void swap(int a, int b) {
    for (int i = 0; i < width; i++) {
      byte kept = entries[a * width + i];
      entries[a * width + i] = entries[b * width + i];
      entries[b * width + i] = kept;
    }
  }

  private int compareEntries(int a, int b) {
    int digests = compareDigests(a, b);
    return digests != 0 ? digests : Long.compareUnsigned(offset(a), offset(b));
  }

  private int compareDigests(int a, int b) {
    int n = digestLength();
    return Arrays.compareUnsigned(
        entries, a * width, a * width + n, entries, b * width, b * width + n);
  }

  private int compare(int entry, byte[] digest) {
    int at = entry * width;
    return Arrays.compareUnsigned(entries, at, at + digestLength(), digest, 0, digest.length);
  }
}
