package dev.carrack.core.pack;

import dev.carrack.core.Cid;
import dev.carrack.core.HashFunction;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.Multihash;
import dev.carrack.core.pack.Lookup.Place;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Copies a range out of a block while the whole passes the hash function, in slices that stay in
 * the processor's cache: a block of 1 MiB is neither allocated nor written to memory. What turns
 * out not to be the block is wiped.
 */
final class VerifiedRange implements Shelf.Take<Integer> {

  private static final int SLICE = 128 << 10;

  // Native memory comes with no collector to count on: one slice a thread, as the JDK does it.
  private static final ThreadLocal<ByteBuffer> SLICES =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(SLICE));

  private final Cid cid;
  private final int offset;
  private final ByteBuffer out;
  private final long end;

  VerifiedRange(Cid cid, int offset, ByteBuffer out) {
    this.cid = cid;
    this.offset = offset;
    this.out = out;
    this.end = (long) offset + out.remaining();
  }

  /** Whether the hash can be checked this way. */
  static boolean suits(Multihash hash) {
    return hash.code() == Multihash.SHA2_256
        && hash.digestLength() == HashFunction.SHA2_256.digestLength();
  }

  @Override
  public Integer from(Disk.File file, Place place, String origin) throws IOException {
    int start = out.position();
    boolean proven = false;
    try {
      MessageDigest sha256 = HashFunction.SHA2_256.newDigest();
      for (int at = 0; at < place.length(); ) {
        at += slice(file, place, at, sha256);
      }
      proven = Arrays.equals(sha256.digest(), cid.hash().digest());
    } finally {
      if (!proven) {
        for (int i = start; i < out.position(); i++) {
          out.put(i, (byte) 0);
        }
        out.position(start);
      }
    }
    if (!proven) {
      throw new IntegrityException(
          "block %s from %s: %d bytes do not have that hash".formatted(cid, origin, place.length()),
          "the copy is corrupt: fetch or restore it from another holder");
    }
    return place.length();
  }

  private int slice(Disk.File file, Place place, int at, MessageDigest sha256) throws IOException {
    ByteBuffer slice = SLICES.get().clear();
    slice.limit(Math.min(SLICE, place.length() - at));
    int n = file.read((long) place.offset() + at, slice);
    if (n < 0) {
      throw new EOFException("ends at byte " + (place.offset() + at));
    }
    sha256.update(slice.flip());
    int from = Math.max(offset, at);
    int to = (int) Math.min((long) at + n, end);
    if (from < to) {
      out.put(slice.limit(to - at).position(from - at));
    }
    return n;
  }
}
