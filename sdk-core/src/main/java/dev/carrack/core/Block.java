package dev.carrack.core;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bytes together with the CID they were proven to have. There is no way to make a block whose bytes
 * do not match: {@link #of} computes the CID, {@link #verified} checks it. Immutable and
 * thread-safe.
 */
public final class Block {

  /** The largest block that IPFS peers exchange, in bytes (2 MiB). */
  public static final int MAX_SIZE = 2 << 20;

  private final Cid cid;
  private final byte[] data;

  private Block(Cid cid, byte[] data) {
    this.cid = cid;
    this.data = data;
  }

  /** The block of {@code data} (copied) under a version 1 CID with SHA-256. */
  public static Block of(Codec codec, byte[] data) {
    return adopt(codec, data.clone());
  }

  /**
   * As {@link #of}, but takes the array over instead of copying it: the caller must not touch it
   * again.
   */
  public static Block adopt(Codec codec, byte[] data) {
    return new Block(Cid.of(codec, data), data);
  }

  /**
   * Checks {@code data} (taken over, not copied: the caller must not touch it again) against {@code
   * cid}.
   *
   * @param origin where the bytes came from, for the error's text
   * @throws IntegrityException if the hash does not match
   * @throws UnsupportedVersionException if the hash function cannot be computed here
   */
  public static Block verified(Cid cid, byte[] data, String origin) {
    if (!cid.hash().matches(data)) {
      throw new IntegrityException(
          "block %s from %s: %d bytes do not have that hash".formatted(cid, origin, data.length),
          "the copy is corrupt: fetch or restore it from another holder");
    }
    return new Block(cid, data);
  }

  /** The block that an identity CID carries in itself; empty for every other CID. */
  public static Optional<Block> inside(Cid cid) {
    return cid.hash().isIdentity()
        ? Optional.of(new Block(cid, cid.hash().digest()))
        : Optional.empty();
  }

  /** The content identifier. */
  public Cid cid() {
    return cid;
  }

  /** The number of bytes. */
  public int size() {
    return data.length;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return data.clone();
  }

  /** A read-only view of the bytes, position 0, limit {@link #size()}. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(data).asReadOnlyBuffer();
  }

  /** Copies the bytes into {@code out} from {@code offset}; returns the offset after them. */
  public int copyTo(byte[] out, int offset) {
    System.arraycopy(data, 0, out, offset, data.length);
    return offset + data.length;
  }

  /** Writes a range of the bytes to a stream without copying the whole. */
  public void writeTo(java.io.OutputStream out, int offset, int length) throws java.io.IOException {
    out.write(data, offset, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Block that && cid.equals(that.cid) && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return cid.hashCode();
  }

  /** The CID and the size, never the content. */
  @Override
  public String toString() {
    return cid + " (" + data.length + " bytes)";
  }
}
