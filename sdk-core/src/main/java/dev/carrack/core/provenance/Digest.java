package dev.carrack.core.provenance;

import dev.carrack.core.MalformedException;
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

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
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
