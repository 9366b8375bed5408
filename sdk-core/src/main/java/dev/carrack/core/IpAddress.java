package dev.carrack.core;

import java.nio.ByteBuffer;

/**
 * IPv4 and IPv6 addresses as text and bytes, without any look-up. Text is read strictly and printed
 * in the one form of RFC 5952.
 */
final class IpAddress {

  private IpAddress() {}

  static byte[] parse4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      throw notAnAddress(text, 4);
    }
    byte[] out = new byte[4];
    for (int i = 0; i < 4; i++) {
      if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
        throw notAnAddress(text, 4);
      }
      out[i] = (byte) Integer.parseInt(parts[i]);
    }
    return out;
  }

  static String print4(byte[] bytes) {
    return "%d.%d.%d.%d".formatted(bytes[0] & 255, bytes[1] & 255, bytes[2] & 255, bytes[3] & 255);
  }

  static byte[] parse6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] all = groups(text, true, text);
      if (all.length != 16) {
        throw notAnAddress(text, 6);
      }
      return all;
    }
    byte[] head = gap == 0 ? new byte[0] : groups(text.substring(0, gap), false, text);
    String after = text.substring(gap + 2);
    byte[] tail = after.isEmpty() ? new byte[0] : groups(after, true, text);
    if (head.length + tail.length > 14) { // the gap stands for one group or more
      throw notAnAddress(text, 6);
    }
    return ByteBuffer.allocate(16).put(head).position(16 - tail.length).put(tail).array();
  }

  private static byte[] groups(String text, boolean atEnd, String whole) {
    String[] parts = text.split(":", -1);
    ByteBuffer out = ByteBuffer.allocate(2 * parts.length + 2);
    for (int i = 0; i < parts.length; i++) {
      if (atEnd && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        out.put(parse4(parts[i]));
      } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
        out.putShort((short) Integer.parseInt(parts[i], 16));
      } else {
        throw notAnAddress(whole, 6);
      }
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  static String print6(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getLong(0) == 0 && in.getInt(8) == 0xffff) { // IPv4-mapped: RFC 5952 section 5
      byte[] last = new byte[4];
      in.get(12, last);
      return "::ffff:" + print4(last);
    }
    int gap = -1;
    int gapEnd = -1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && in.getShort(2 * end) == 0) {
        end++;
      }
      if (end - i > Math.max(1, gapEnd - gap)) {
        gap = i;
        gapEnd = end;
      }
    }
    StringBuilder out = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        out.append("::");
        i = gapEnd - 1;
        continue;
      }
      if (i > 0 && i != gapEnd) {
        out.append(':');
      }
      out.append(Integer.toHexString(in.getShort(2 * i) & 0xffff));
    }
    return out.toString();
  }

  private static MalformedException notAnAddress(String text, int version) {
    return new MalformedException(
        "'%s' is no IPv%d address".formatted(text, version),
        version == 4 ? "write four numbers from 0 to 255" : "write it without brackets or a zone");
  }
}
