package dev.carrack.core.provenance;

import dev.carrack.core.MalformedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** 32 bytes of SHA-256: a Merkle root or leaf hash. Immutable, thread-safe, compared by value. */
public final class Digest {

  /** The length in bytes. */
  public static final int SIZE = 32;

  private final byte[] bytes;

  private Digest(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies 32 bytes.
   *
   * @throws MalformedException if there are not 32
   */
  public static Digest of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new MalformedException(
          "digest has " + bytes.length + " bytes instead of " + SIZE, "it is a SHA-256 value");
    }
    return new Digest(bytes.clone());
  }

  /**
   * Parses 64 hex digits, with or without {@code 0x}.
   *
   * @throws MalformedException if they are not
   */
  public static Digest parse(String hex) {
    try {
      return of(HexFormat.of().parseHex(hex.startsWith("0x") ? hex.substring(2) : hex));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("not a digest: '" + hex + "'", "it has 64 hex digits", e);
    }
  }

  /** The SHA-256 of the parts, one after the other. */
  public static Digest sha256(byte[]... parts) {
    MessageDigest hash = newHash();
    for (byte[] part : parts) {
      hash.update(part);
    }
    return new Digest(hash.digest());
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Feeds the bytes to a hash without a copy. */
  void addTo(MessageDigest hash) {
    hash.update(bytes);
  }

  /** Writes the bytes into {@code out} from {@code offset}. */
  void put(byte[] out, int offset) {
    System.arraycopy(bytes, 0, out, offset, SIZE);
  }

  /** Finishes a hash, taking its result over instead of copying it. */
  static Digest finish(MessageDigest hash) {
    return new Digest(hash.digest());
  }

  static MessageDigest newHash() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** 64 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
