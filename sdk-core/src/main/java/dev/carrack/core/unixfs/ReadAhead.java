package dev.carrack.core.unixfs;

import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes of a file that were read and not yet made into leaves. A buffer that is one leaf
 * exactly becomes that leaf without a copy; kept from file to file, so that a tree of small files
 * does not allocate a chunk for each.
 */
final class ReadAhead {

  // Cuts that look further than they cut leave a rest, which moves to the front when the buffer is
  // used up: room for a few looks makes that rare.
  private static final int LOOKS = 4;

  private byte[] bytes = {};
  private int from;
  private int to;

  /** Forgets what is left of the file before. */
  void reset() {
    from = 0;
    to = 0;
  }

  /** Reads on until {@code wanted} bytes are there or the file ends; how many are there. */
  int fill(ByteInput in, int wanted) throws IOException {
    if (from + wanted > bytes.length) {
      makeRoom(wanted);
    }
    int read = 0;
    while (to - from < wanted && (read = in.read(bytes, to, from + wanted - to)) >= 0) {
      to += read;
    }
    return to - from;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  /** The next {@code length} bytes as an array of their own. */
  byte[] take(int length) {
    if (length == bytes.length) {
      byte[] all = bytes;
      bytes = new byte[0];
      reset();
      return all;
    }
    byte[] part = Arrays.copyOfRange(bytes, from, from + length);
    from += length;
    if (from == to) {
      reset();
    }
    return part;
  }

  private void makeRoom(int wanted) {
    int left = to - from;
    byte[] room = bytes;
    if (wanted > bytes.length) {
      room = new byte[left == 0 ? wanted : Math.multiplyExact(wanted, LOOKS)];
    }
    System.arraycopy(bytes, from, room, 0, left);
    bytes = room;
    from = 0;
    to = left;
  }
}
