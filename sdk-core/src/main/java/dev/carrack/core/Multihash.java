package dev.carrack.core;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A digest that names its hash function: {@code varint(code) ‖ varint(length) ‖ digest}. The digest
 * may be truncated, never longer than its function's; a CID takes whole digests only. Immutable,
 * thread-safe; equal if all bytes are equal. Spec: multiformats/multihash.
 */
public final class Multihash {

  /** The digest is the data itself; at most {@value #MAX_IDENTITY} bytes (IPIP-512). */
  public static final long IDENTITY = 0x00;

  /** SHA-2 with 256 bits, the default of the whole ecosystem. */
  public static final long SHA2_256 = 0x12;

  /** SHA-1, broken against chosen collisions. */
  public static final long SHA1 = 0x11;

  /** BLAKE2b with 256 bits, the hash of Filecoin's own blocks. */
  public static final long BLAKE2B_256 = 0xb220;

  /** SHA-2 with 512 bits. */
  public static final long SHA2_512 = 0x13;

  /** Filecoin's piece commitment hash, PieceCID v1. */
  public static final long SHA2_256_TRUNC254_PADDED = 0x1012;

  /** Filecoin's piece commitment with padding and height, PieceCID v2 (FRC-0069). */
  public static final long FR32_SHA2_256_TRUNC254_PADBINTREE = 0x1011;

  /** The longest data that an identity multihash may hold, in bytes. */
  public static final int MAX_IDENTITY = 128;

  /** The longest digest accepted, in bytes: no hash function of the table is near it. */
  public static final int MAX_DIGEST = 256;

  private final long code;
  private final byte[] digest;

  private Multihash(long code, byte[] digest) {
    this.code = code;
    this.digest = digest;
  }

  /**
   * Builds a multihash from its parts.
   *
   * @param code the hash function's multicodec code
   * @param digest copied
   * @throws MalformedException if the digest is empty or longer than that function's
   */
  public static Multihash of(long code, byte[] digest) {
    if (code == IDENTITY && digest.length > MAX_IDENTITY) {
      throw new MalformedException(
          "identity multihash holds " + digest.length + " bytes, more than " + MAX_IDENTITY,
          "store the data as a block instead");
    }
    int longest = longest(code);
    if (digest.length > longest || digest.length == 0 && code != IDENTITY) {
      throw new MalformedException(
          "multihash 0x%x has %d digest bytes instead of %d"
              .formatted(code, digest.length, longest),
          "check where the digest was cut");
    }
    if (code == SHA2_256_TRUNC254_PADDED && digest.length != 32) {
      throw new MalformedException(
          "a piece commitment has %d bytes instead of 32".formatted(digest.length),
          "check where the digest was cut");
    }
    return new Multihash(code, digest.clone());
  }

  private static int longest(long code) {
    return HashFunction.find(code).map(HashFunction::digestLength).orElse(MAX_DIGEST);
  }

  /** The SHA-256 multihash of {@code data}. */
  public static Multihash sha256(byte[] data) {
    return sha256(data, 0, data.length);
  }

  /** The SHA-256 multihash of a range of {@code data}. */
  public static Multihash sha256(byte[] data, int offset, int length) {
    MessageDigest digest = HashFunction.ofJdk("SHA-256");
    digest.update(data, offset, length);
    return new Multihash(SHA2_256, digest.digest());
  }

  /**
   * Reads one multihash at the buffer's position and moves past it.
   *
   * @throws MalformedException if it is truncated or its length does not fit its function
   */
  public static Multihash read(ByteBuffer in) {
    long code = Varint.read(in);
    long length = Varint.read(in);
    if (length > MAX_DIGEST || length > in.remaining()) {
      throw new MalformedException(
          "multihash claims %d digest bytes, %d are there".formatted(length, in.remaining()),
          "the bytes are truncated or no multihash");
    }
    byte[] digest = new byte[(int) length];
    in.get(digest);
    return of(code, digest);
  }

  /** The hash function's multicodec code. */
  public long code() {
    return code;
  }

  /** Whether the digest is the data itself, so that there is no block to look for. */
  public boolean isIdentity() {
    return code == IDENTITY;
  }

  /** A copy of the digest. */
  public byte[] digest() {
    return digest.clone();
  }

  /** The digest's length in bytes. */
  public int digestLength() {
    return digest.length;
  }

  /** The encoded length in bytes. */
  public int size() {
    return Varint.size(code) + Varint.size(digest.length) + digest.length;
  }

  /** The encoding as a new array. */
  public byte[] bytes() {
    byte[] out = new byte[size()];
    put(out, 0);
    return out;
  }

  /** Writes the encoding into {@code out} from {@code offset}; returns the offset after it. */
  public int put(byte[] out, int offset) {
    int at = Varint.put(digest.length, out, Varint.put(code, out, offset));
    System.arraycopy(digest, 0, out, at, digest.length);
    return at + digest.length;
  }

  /** Whether the digest is shorter than those of its function. */
  public boolean isTruncated() {
    return !isIdentity()
        && HashFunction.find(code).map(f -> digest.length < f.digestLength()).orElse(false);
  }

  /**
   * The same multihash with only the first {@code bytes} of its digest.
   *
   * @param bytes 1 to {@link #digestLength()}
   */
  public Multihash truncated(int bytes) {
    if (bytes < 1 || bytes > digest.length) {
      throw new IllegalArgumentException(
          "cannot keep %d of %d digest bytes".formatted(bytes, digest.length));
    }
    return of(code, Arrays.copyOf(digest, bytes));
  }

  /**
   * Whether {@code data} has this hash, which then proves the content.
   *
   * @throws UnsupportedVersionException if this SDK cannot compute the function, or if its digest
   *     is no proof of content: not cryptographic, or under {@link HashFunction#MIN_PROOF} bytes
   */
  public boolean matches(byte[] data) {
    return matches(ByteBuffer.wrap(data));
  }

  /**
   * As {@link #matches(byte[])}, of the buffer's remaining bytes; its position does not move.
   *
   * @throws UnsupportedVersionException as there
   */
  public boolean matches(ByteBuffer data) {
    if (isIdentity()) {
      return data.equals(ByteBuffer.wrap(digest));
    }
    HashFunction function = HashFunction.of(code);
    if (!function.proves() || digest.length < HashFunction.MIN_PROOF) {
      throw new UnsupportedVersionException(
          "a %s digest of %d bytes is no proof of content".formatted(function, digest.length),
          "re-encode the data with sha2-256");
    }
    byte[] actual = function.hash(data).digest;
    return Arrays.equals(digest, 0, digest.length, actual, 0, digest.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multihash that
        && code == that.code
        && Arrays.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(code) + Arrays.hashCode(digest);
  }

  /** The encoding in lower-case hex. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
