package dev.carrack.core.piece;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * {@link PairHasher} on one reused JDK digest.
 *
 * <p>Reusing the digest and writing its output in place keeps the hot loop free of allocation,
 * which is what lets the JVM's SHA-256 intrinsic carry the time. Not thread-safe.
 */
final class Sha256PairHasher implements PairHasher {

  static final int NODE = 32;

  private final MessageDigest sha256;

  Sha256PairHasher() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java platform without SHA-256: use a complete JDK", e);
    }
  }

  @Override
  public void hash(byte[] src, int so, int pairs, byte[] dst, int d) {
    try {
      for (int i = 0; i < pairs; i++, so += 2 * NODE, d += NODE) {
        sha256.update(src, so, 2 * NODE);
        sha256.digest(dst, d, NODE);
        dst[d + NODE - 1] &= 0x3f;
      }
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 did not fit its 32 bytes", e);
    }
  }
}
