package dev.carrack.core.provenance;

import dev.carrack.core.MalformedException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Checks Ed25519 signatures (RFC 8032, pure, 64 bytes) of keys named {@code did:key:z6Mk…}. The
 * name holds the public key, so nothing else is needed. Stateless and thread-safe.
 */
public final class Ed25519Scheme implements SignatureScheme {

  // SubjectPublicKeyInfo of RFC 8410 up to the key bytes.
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  /** A scheme; any two are alike. */
  public Ed25519Scheme() {}

  @Override
  public boolean supports(String keyId) {
    return keyId.startsWith(DidKey.PREFIX + "z6Mk");
  }

  @Override
  public boolean verify(String keyId, byte[] message, byte[] signature) {
    try {
      return verify(DidKey.parse(keyId), message, signature);
    } catch (MalformedException invalid) {
      return false; // no key, so nothing it signed: as documented
    }
  }

  /**
   * Whether the key made the signature.
   *
   * @param publicKey the 32 bytes of the public key; anything else has made no signature
   */
  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    if (signature.length != 64 || publicKey.length != DidKey.KEY_BYTES) {
      return false;
    }
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(publicKey(publicKey));
      ed25519.update(message);
      return ed25519.verify(signature);
    } catch (GeneralSecurityException invalid) {
      return false; // a key off the curve or a signature that is no point
    }
  }

  static PublicKey publicKey(byte[] key) throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(SPKI, SPKI.length + DidKey.KEY_BYTES);
    System.arraycopy(key, 0, encoded, SPKI.length, DidKey.KEY_BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }
}
