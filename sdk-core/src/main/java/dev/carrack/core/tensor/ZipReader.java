package dev.carrack.core.tensor;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One reading of a zip directory: the end record, the central directory, the local headers. */
final class ZipReader {

  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int MAX_COMMENT = 0xffff;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_SIZE = 20;
  private static final int END64 = 0x06064b50;
  private static final int END64_SIZE = 56;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_SIZE = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_SIZE = 30;
  private static final int ZIP64_EXTRA = 1;
  private static final long IN_ZIP64 = 0xffffffffL;

  private record Placed(long local, ZipMember member) {}

  private final SeekableByteChannel channel;
  private final String what;
  private final long size;
  private long text;

  ZipReader(SeekableByteChannel channel, String what) {
    this.channel = channel;
    this.what = what;
    try {
      this.size = channel.size();
    } catch (IOException e) {
      throw HeaderInput.failure(what, e);
    }
  }

  ZipDirectory read() {
    int tail = (int) Math.min(size, END_SIZE + MAX_COMMENT);
    ByteBuffer end = at(size - tail, tail);
    int found = tail - END_SIZE;
    // A comment may hold the signature too; the record whose comment ends with the file is it.
    while (found >= 0
        && (end.getInt(found) != END
            || found + END_SIZE + (end.getShort(found + 20) & 0xffff) != tail)) {
      found--;
    }
    if (found < 0) {
      throw malformed(size, "there is no end record of a zip file");
    }
    if (end.getShort(found + 4) != 0 || end.getShort(found + 6) != 0) {
      throw malformed(size - tail + found, "the zip file spans several files");
    }
    long count = end.getShort(found + 10) & 0xffff;
    long length = end.getInt(found + 12) & IN_ZIP64;
    long start = end.getInt(found + 16) & IN_ZIP64;
    long endAt = size - tail + found;
    if (count == 0xffff || length == IN_ZIP64 || start == IN_ZIP64) {
      ByteBuffer end64 = end64(endAt);
      count = positive(end64.getLong(32), endAt);
      length = positive(end64.getLong(40), endAt);
      start = positive(end64.getLong(48), endAt);
    }
    return directory(count, start, length, endAt);
  }

  private ByteBuffer end64(long endAt) {
    if (endAt < LOCATOR_SIZE) {
      throw malformed(endAt, "the zip64 locator is missing");
    }
    ByteBuffer locator = at(endAt - LOCATOR_SIZE, LOCATOR_SIZE);
    if (locator.getInt(0) != LOCATOR) {
      throw malformed(endAt - LOCATOR_SIZE, "the zip64 locator is missing");
    }
    long where = positive(locator.getLong(8), endAt);
    ByteBuffer end64 = at(where, END64_SIZE);
    if (end64.getInt(0) != END64) {
      throw malformed(where, "the zip64 end record is missing");
    }
    return end64;
  }

  private ZipDirectory directory(long count, long start, long length, long endAt) {
    if (count > Bounds.TENSORS) {
      throw new LimitException(
          what + " claims " + count + " entries", "at most " + Bounds.TENSORS + " are read");
    }
    if (length > endAt || start > endAt - length || count * ENTRY_SIZE > length) {
      throw malformed(
          endAt,
          "%d entries in %d bytes from byte %d on do not fit".formatted(count, length, start));
    }
    List<Placed> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long at = start;
    for (long i = 0; i < count; i++) {
      ByteBuffer fixed = at(at, ENTRY_SIZE);
      if (fixed.getInt(0) != ENTRY) {
        throw malformed(at, "a directory entry was expected");
      }
      int rest = (fixed.getShort(28) & 0xffff) + (fixed.getShort(30) & 0xffff);
      int comment = fixed.getShort(32) & 0xffff;
      if (rest + comment > start + length - at - ENTRY_SIZE) {
        throw malformed(at, "an entry is longer than the directory");
      }
      Placed placed = member(at, fixed, at(at + ENTRY_SIZE, rest), start);
      if (!names.add(placed.member().name())) {
        throw malformed(at, "the entry '" + placed.member().name() + "' occurs twice");
      }
      members.add(placed);
      at += ENTRY_SIZE + rest + comment;
    }
    members.sort(Comparator.comparingLong(Placed::local));
    requireApart(members);
    return new ZipDirectory(members.stream().map(Placed::member).toList(), start);
  }

  private Placed member(long at, ByteBuffer fixed, ByteBuffer rest, long start) {
    int nameLength = fixed.getShort(28) & 0xffff;
    text += nameLength;
    if (text > Bounds.TEXT) {
      throw new LimitException(
          what + " has more than " + Bounds.TEXT + " bytes of names", "no model has so many");
    }
    // Without the flag for UTF-8 the names are in some old code page: ASCII is the same in both.
    String name = new String(rest.array(), 0, nameLength, StandardCharsets.UTF_8);
    if ((fixed.getShort(8) & 1) != 0) {
      throw malformed(at, "the entry '" + name + "' is encrypted");
    }
    long[] sizes = {
      fixed.getInt(24) & IN_ZIP64, fixed.getInt(20) & IN_ZIP64, fixed.getInt(42) & IN_ZIP64
    };
    zip64(at, rest, nameLength, sizes);
    long local = sizes[2];
    if (local > start || start - local < LOCAL_SIZE) {
      throw malformed(at, "the entry '" + name + "' lies at byte " + local);
    }
    ByteBuffer header = at(local, LOCAL_SIZE);
    if (header.getInt(0) != LOCAL) {
      throw malformed(local, "the entry '" + name + "' has no local header");
    }
    long data =
        local + LOCAL_SIZE + (header.getShort(26) & 0xffff) + (header.getShort(28) & 0xffff);
    if (data > start || sizes[1] > start - data) {
      throw malformed(local, "the entry '" + name + "' claims " + sizes[1] + " bytes");
    }
    int method = fixed.getShort(10) & 0xffff;
    if (method == 0 && sizes[0] != sizes[1]) {
      throw malformed(
          at, "the stored entry '%s' has %d and %d bytes".formatted(name, sizes[1], sizes[0]));
    }
    long crc = fixed.getInt(16) & IN_ZIP64;
    return new Placed(local, new ZipMember(name, method, data, sizes[1], sizes[0], crc));
  }

  // The zip64 field holds, in this order, only those of the three that are full in the entry.
  private void zip64(long at, ByteBuffer rest, int from, long[] sizes) {
    if (sizes[0] != IN_ZIP64 && sizes[1] != IN_ZIP64 && sizes[2] != IN_ZIP64) {
      return;
    }
    rest.position(from);
    while (rest.remaining() >= 4) {
      int id = rest.getShort() & 0xffff;
      int length = rest.getShort() & 0xffff;
      if (length > rest.remaining()) {
        break;
      }
      if (id != ZIP64_EXTRA) {
        rest.position(rest.position() + length);
        continue;
      }
      int end = rest.position() + length;
      for (int i = 0; i < sizes.length; i++) {
        if (sizes[i] == IN_ZIP64) {
          if (end - rest.position() < 8) {
            throw malformed(at, "a zip64 field is too short");
          }
          sizes[i] = positive(rest.getLong(), at);
        }
      }
      return;
    }
    throw malformed(at, "a zip64 field is missing");
  }

  private void requireApart(List<Placed> members) {
    for (int i = 1; i < members.size(); i++) {
      ZipMember before = members.get(i - 1).member();
      if (members.get(i).local() < before.end()) {
        throw malformed(
            members.get(i).local(),
            "'" + members.get(i).member().name() + "' overlaps '" + before.name() + "'");
      }
    }
  }

  private ByteBuffer at(long position, int length) {
    if (position < 0 || length > size - position) {
      throw malformed(position, "the file ends before " + length + " bytes that must be there");
    }
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      channel.position(position);
      while (out.hasRemaining()) {
        if (channel.read(out) < 0) {
          throw malformed(position, "the file became shorter");
        }
      }
    } catch (IOException e) {
      throw HeaderInput.failure(what, e);
    }
    return out.flip();
  }

  private long positive(long value, long at) {
    if (value < 0) {
      throw malformed(at, "a size is above 2^63");
    }
    return value;
  }

  private MalformedException malformed(long at, String problem) {
    return new MalformedException(
        what + " at byte " + at + ": " + problem,
        "get the file again, or correct the tool that wrote it");
  }
}
