package dev.carrack.core.pack;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.UnsupportedVersionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads a record log and tells a torn tail from corruption. The layout is in docs/format-v1.md,
 * "The record log"; all integers are big-endian.
 *
 * <p>A record is written with a zero mark behind it, forced, and only then marked. So a damaged
 * record that has a mark, or any record or mark behind it, had been acknowledged: that is
 * corruption. A damaged record with nothing valid behind it never was: that is a torn tail, to be
 * cut.
 */
final class LogScan {

  static final int HEADER = 32;
  static final int HEAD = 12;
  static final int MARK = 8;
  static final int MAX_RECORD = 64 << 20;

  private static final byte[] MAGIC = "CARRACK\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DONE = 0x444F4E45; // "DONE"
  private static final int CHUNK = 64 << 10;

  private final Disk.File file;
  private final Path name;
  private final List<Long> damagedMarks = new ArrayList<>();
  private long position;
  private long tailMark = -1;

  private LogScan(Disk.File file, Path name, long position) {
    this.file = file;
    this.name = name;
    this.position = position;
  }

  /** The 32-byte file header. */
  static byte[] header(String kind, int version, long generation) {
    byte[] ascii = kind.getBytes(StandardCharsets.US_ASCII);
    if (ascii.length == 0 || ascii.length > 8) {
      throw new IllegalArgumentException("a log's kind is 1 to 8 ASCII characters: " + kind);
    }
    ByteBuffer out = ByteBuffer.allocate(HEADER).put(MAGIC).put(Arrays.copyOf(ascii, 8));
    out.putInt(version).putLong(generation);
    return out.putInt(crc(out.array(), 0, HEADER - 4)).array();
  }

  /** Checks the header and returns the generation, which every rewrite of the log raises. */
  static long generation(Disk.File file, Path name, String kind, int version) throws IOException {
    byte[] bytes = new byte[HEADER];
    if (file.size() < HEADER) {
      throw new IntegrityException(
          "%s is %d bytes long, too short for a log".formatted(name, file.size()),
          "restore it from a backup");
    }
    file.readFully(0, bytes, 0, HEADER);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (!Arrays.equals(bytes, 0, 16, header(kind, version, 0), 0, 16)
        || in.getInt(HEADER - 4) != crc(bytes, 0, HEADER - 4)) {
      throw new IntegrityException(
          "%s has no valid '%s' log header at byte 0".formatted(name, kind),
          "restore it from a backup");
    }
    if (in.getInt(16) != version) {
      throw new UnsupportedVersionException(
          "%s has format version %d, this software reads version %d"
              .formatted(name, in.getInt(16), version),
          "open it with the newer software that wrote it; nothing was changed");
    }
    return in.getLong(20);
  }

  /** The frame of a record that will lie at {@code position}; its mark is zero. */
  static byte[] frame(long position, byte[] payload) {
    if (payload.length == 0 || payload.length > MAX_RECORD) {
      throw new IllegalArgumentException("a record has 1 to 64 MiB, not " + payload.length);
    }
    ByteBuffer out = ByteBuffer.allocate(frameSize(payload.length));
    out.putInt(payload.length).putInt(headCheck(position, payload.length));
    out.position(HEAD).put(payload);
    int body = bodyCheck(position, out.array(), HEAD, out.capacity() - HEAD - MARK);
    return out.putInt(8, body).array();
  }

  /** The mark that says: everything before {@code position} is durable. */
  static byte[] mark(long position) {
    return ByteBuffer.allocate(MARK).putInt(DONE).putInt(crc(position, DONE)).array();
  }

  /** A frame's size with head, padding to 8 bytes and mark. */
  static int frameSize(int payload) {
    return (HEAD + payload + 7) / 8 * 8 + MARK;
  }

  /**
   * Reads records from {@code from} to the last valid one.
   *
   * @throws IntegrityException if an acknowledged record is damaged
   */
  static LogScan run(Disk.File file, Path name, long from, RecordLog.Visitor visitor)
      throws IOException {
    LogScan scan = new LogScan(file, name, from);
    while (scan.next(visitor)) {}
    return scan;
  }

  /** Where the next record goes: behind the last valid one. */
  long end() {
    return position;
  }

  /** Where the last record's mark is missing, or -1 if there is none to repair. */
  long tailMark() {
    return tailMark;
  }

  /** Marks that are neither valid nor absent: bit rot that costs nothing but should be known. */
  List<Long> damagedMarks() {
    return damagedMarks;
  }

  private boolean next(RecordLog.Visitor visitor) throws IOException {
    long size = file.size();
    if (position >= size) {
      return false;
    }
    byte[] payload = valid(position, size);
    if (payload.length == 0) {
      long evidence = evidence(size);
      // A writer may have been at work between our reads: look once more before crying wolf.
      if (evidence >= 0 && valid(position, file.size()).length == 0) {
        throw new IntegrityException(
            "%s is damaged at byte %d: a record that was acknowledged does not match its checksum"
                .formatted(name, position),
            "restore the file from a backup");
      }
      return evidence >= 0;
    }
    visitor.record(position, payload);
    long mark = position + frameSize(payload.length) - MARK;
    tailMark = -1;
    byte[] found = new byte[MARK];
    if (mark + MARK <= size) {
      file.readFully(mark, found, 0, MARK);
    }
    if (!Arrays.equals(found, mark(mark))) {
      tailMark = mark;
      if (!Arrays.equals(found, new byte[MARK])) {
        damagedMarks.add(mark);
      }
    }
    position = mark + MARK;
    return true;
  }

  /** The payload of the record at {@code at}, or an empty array if there is no valid record. */
  private byte[] valid(long at, long size) throws IOException {
    byte[] none = new byte[0];
    byte[] head = new byte[HEAD];
    if (at + HEAD > size) {
      return none;
    }
    file.readFully(at, head, 0, HEAD);
    ByteBuffer in = ByteBuffer.wrap(head);
    int length = in.getInt(0);
    if (length <= 0 || length > MAX_RECORD || in.getInt(4) != headCheck(at, length)) {
      return none;
    }
    int padded = frameSize(length) - HEAD - MARK;
    if (at + HEAD + padded > size) {
      return none;
    }
    byte[] body = new byte[padded];
    file.readFully(at + HEAD, body, 0, padded);
    return in.getInt(8) == bodyCheck(at, body, 0, padded) ? Arrays.copyOf(body, length) : none;
  }

  /** The offset of a valid mark or record behind the damaged one, or -1. All are 8-byte aligned. */
  private long evidence(long size) throws IOException {
    byte[] chunk = new byte[CHUNK + HEAD];
    for (long base = position; base < size; base += CHUNK) {
      int length = (int) Math.min(chunk.length, size - base);
      file.readFully(base, chunk, 0, length);
      ByteBuffer in = ByteBuffer.wrap(chunk, 0, length);
      for (int i = 0; i < CHUNK && i + MARK <= length; i += 8) {
        long at = base + i;
        int first = in.getInt(i);
        int second = in.getInt(i + 4);
        if (first == DONE && second == crc(at, DONE)) {
          return at;
        }
        if (at > position
            && first > 0
            && second == headCheck(at, first)
            && valid(at, size).length > 0) {
          return at;
        }
      }
    }
    return -1;
  }

  private static int headCheck(long position, int length) {
    return crc(position, length);
  }

  private static int crc(long position, int value) {
    byte[] bytes = ByteBuffer.allocate(12).putLong(position).putInt(value).array();
    return crc(bytes, 0, 12);
  }

  private static int bodyCheck(long position, byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putLong(0, position));
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
