package dev.carrack.core.unixfs;

import java.io.IOException;

/**
 * The bytes of a file that were read and not yet made into leaves, in one buffer that is used again
 * for every chunk of every file.
 */
final class ReadAhead {

  // Cuts that look further than they cut leave a rest, which moves to the front when the buffer is
  // used up: room for a few looks makes that rare.
  private static final int LOOKS = 4;

  // A channel reads through a native buffer as large as what is asked for: small enough, it stays
  // in
  // the second-level cache between the two copies.
  private static final int SLICE = 128 << 10;

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
    int read;
    while (to - from < wanted) {
      read = in.read(bytes, to, Math.min(SLICE, from + wanted - to));
      if (read < 0) {
        break;
      }
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

  /** Lets go of the next {@code length} bytes. */
  void skip(int length) {
    from += length;
    if (from == to) {
      reset();
    }
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
