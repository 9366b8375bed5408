package dev.carrack.core.car;

import dev.carrack.core.Cid;
import dev.carrack.core.Varint;
import java.nio.ByteBuffer;

/**
 * The head of one section of a CAR, and as much of its data as came along with it.
 *
 * @param start where its length stands in the file
 * @param cid what it says its data is
 * @param size the length of its data in bytes
 * @param data the first bytes of the data
 */
record Section(long start, Cid cid, int size, ByteBuffer data) {

  /** The most bytes that have to be read for a head: the length and the longest CID. */
  static final int MAX_HEAD = Varint.MAX_BYTES + Cid.MAX_BYTES;
}
