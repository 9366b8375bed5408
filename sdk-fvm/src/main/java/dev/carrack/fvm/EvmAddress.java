package dev.carrack.fvm;

import dev.carrack.core.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.web3j.crypto.Hash;

/**
 * An account or contract on an Ethereum-compatible chain: 20 bytes. Immutable, thread-safe,
 * compared by value. On Filecoin it is the same account as its {@link FilecoinAddress} of class
 * {@code f410f}.
 */
public final class EvmAddress {

  /** The length in bytes. */
  public static final int SIZE = 20;

  private final byte[] bytes;

  private EvmAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies 20 bytes.
   *
   * @throws MalformedException if there are not 20
   */
  public static EvmAddress of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new MalformedException(
          "Ethereum address has " + bytes.length + " bytes instead of " + SIZE, "");
    }
    return new EvmAddress(bytes.clone());
  }

  /**
   * Parses {@code 0x} and 40 hex digits. Where upper and lower case are mixed they must be the
   * EIP-55 checksum, which catches nearly all typing errors.
   *
   * @throws MalformedException naming the rule broken
   */
  public static EvmAddress parse(String text) {
    String digits = text.startsWith("0x") ? text.substring(2) : "";
    EvmAddress address;
    try {
      address = of(HexFormat.of().parseHex(digits));
    } catch (IllegalArgumentException | MalformedException e) {
      throw new MalformedException(
          "not an Ethereum address: '" + text + "'", "write 0x and 40 hex digits", e);
    }
    boolean mixed =
        !digits.equals(digits.toLowerCase(Locale.ROOT))
            && !digits.equals(digits.toUpperCase(Locale.ROOT));
    if (mixed && !address.toString().equals(text)) {
      throw new MalformedException(
          "the upper and lower case letters of " + text + " are not its EIP-55 checksum",
          "copy the address again from its source");
    }
    return address;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EvmAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@code 0x} and 40 hex digits whose case is the checksum of EIP-55. */
  @Override
  public String toString() {
    char[] digits = HexFormat.of().formatHex(bytes).toCharArray();
    byte[] hash = Hash.sha3(new String(digits).getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < digits.length; i++) {
      int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
      if (nibble >= 8) {
        digits[i] = Character.toUpperCase(digits[i]);
      }
    }
    return "0x" + new String(digits);
  }
}
