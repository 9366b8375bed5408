package dev.carrack.core.provenance;

import dev.carrack.core.MalformedException;
import dev.carrack.core.Multibase;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Ed25519 public keys as {@code did:key:z6Mk…}: multibase base58btc of the multicodec prefix 0xed
 * 0x01 and the 32 key bytes. Spec: W3C CCG did:key method. Stateless.
 */
final class DidKey {

  static final String PREFIX = "did:key:";
  static final int KEY_BYTES = 32;

  private static final byte[] ED25519_PUB = {(byte) 0xed, 0x01};
  private static final int MAX_TEXT = 128;
  private static final BigInteger FIELD =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  private DidKey() {}

  static String of(byte[] publicKey) {
    byte[] prefixed = Arrays.copyOf(ED25519_PUB, ED25519_PUB.length + KEY_BYTES);
    System.arraycopy(publicKey, 0, prefixed, ED25519_PUB.length, KEY_BYTES);
    return PREFIX + Multibase.BASE58BTC.encode(prefixed);
  }

  /**
   * The 32 key bytes.
   *
   * @throws MalformedException if the text is not the one canonical form of an Ed25519 key
   */
  static byte[] parse(String did) {
    if (did.length() > MAX_TEXT || !did.startsWith(PREFIX + "z6Mk")) {
      throw new MalformedException(
          "not an Ed25519 did:key: '" + did.substring(0, Math.min(did.length(), MAX_TEXT)) + "'",
          "it begins with did:key:z6Mk");
    }
    byte[] prefixed = Multibase.decode(did.substring(PREFIX.length()));
    if (prefixed.length != ED25519_PUB.length + KEY_BYTES
        || !Arrays.equals(prefixed, 0, 2, ED25519_PUB, 0, 2)) {
      throw new MalformedException(
          "did:key holds no Ed25519 key: '" + did + "'", "expected 0xed 0x01 and 32 bytes");
    }
    byte[] key = Arrays.copyOfRange(prefixed, ED25519_PUB.length, prefixed.length);
    // RFC 8032 section 5.1.3: a y of p or more has a smaller twin, and one key must have one name.
    byte[] y = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      y[i] = key[KEY_BYTES - 1 - i];
    }
    y[0] &= 0x7f;
    if (new BigInteger(1, y).compareTo(FIELD) >= 0) {
      throw new MalformedException(
          "Ed25519 key is not in its canonical form: '" + did + "'", "ask the signer for the key");
    }
    return key;
  }
}
