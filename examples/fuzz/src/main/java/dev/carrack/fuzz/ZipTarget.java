package dev.carrack.fuzz;

import dev.carrack.core.CarrackException;
import dev.carrack.core.tensor.TensorHeader;
import dev.carrack.core.tensor.ZipDirectory;
import dev.carrack.core.tensor.ZipMember;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Directories of zip containers. */
final class ZipTarget {

  private static final short UTF8 = 0x800;

  private ZipTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    accepts(input);
  }

  /** Whether it is a zip container; throws if a claim about it fails. */
  static boolean accepts(byte[] input) {
    ZipDirectory zip;
    try {
      zip = ZipDirectory.read(new ByteFile(input), "input");
    } catch (CarrackException e) {
      return false;
    }
    long at = 0;
    for (ZipMember member : zip.members()) {
      Claim.holds(member.offset() >= at, "entries do not overlap");
      Claim.holds(member.end() <= zip.start(), "entries come before the directory");
      Claim.holds(!member.isStored() || member.size() == member.length(), "stored is as it is");
      at = member.end();
    }
    if (zip.members().stream().allMatch(m -> m.size() < 0xffffffffL)) { // else it takes zip64
      Claim.equal(
          placeless(ZipDirectory.read(new ByteFile(write(zip.members())), "input").members()),
          placeless(zip.members()),
          "what was read can be written");
    }
    try {
      TensorHeader.read(new ByteFile(input), "input")
          .ifPresent(header -> ModelClaims.inside(header, input.length));
    } catch (CarrackException e) {
      // its first bytes are those of another format
    }
    return true;
  }

  private static List<ZipMember> placeless(List<ZipMember> members) {
    return members.stream()
        .map(m -> new ZipMember(m.name(), m.method(), 0, m.length(), m.size(), m.crc32()))
        .toList();
  }

  private static byte[] write(List<ZipMember> members) {
    int size = 22;
    for (ZipMember member : members) {
      size += 76 + 2 * name(member).length + (int) member.length();
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    int[] locals = new int[members.size()];
    for (int i = 0; i < locals.length; i++) {
      locals[i] = out.position();
      out.putInt(0x04034b50).putShort((short) 20);
      common(out, members.get(i)).put(name(members.get(i)));
      out.position(out.position() + (int) members.get(i).length());
    }
    int start = out.position();
    for (int i = 0; i < locals.length; i++) {
      out.putInt(0x02014b50).putShort((short) 20).putShort((short) 20);
      common(out, members.get(i)).putShort((short) 0).putInt(0).putInt(0).putInt(locals[i]);
      out.put(name(members.get(i)));
    }
    short count = (short) locals.length;
    int length = out.position() - start;
    out.putInt(0x06054b50).putInt(0).putShort(count).putShort(count);
    return out.putInt(length).putInt(start).putShort((short) 0).array();
  }

  // Flags, method, time and date, checksum, both sizes, the lengths of name and extra field.
  private static ByteBuffer common(ByteBuffer out, ZipMember member) {
    out.putShort(UTF8).putShort((short) member.method()).putInt(0).putInt((int) member.crc32());
    out.putInt((int) member.length()).putInt((int) member.size());
    return out.putShort((short) name(member).length).putShort((short) 0);
  }

  private static byte[] name(ZipMember member) {
    return member.name().getBytes(StandardCharsets.UTF_8);
  }
}
