package dev.carrack.benchmarks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/** S, what all rates are compared with: the JDK's own SHA-256 over random bytes in memory. */
final class Sha256Stream {

  static final int BYTES = 64 << 20;
  static final int CHUNK = 1 << 20;

  final byte[] data = new byte[BYTES];

  Sha256Stream() {
    new Random(BYTES).nextBytes(data);
  }

  /** Hashes {@link #BYTES} so many times. */
  byte[] run(int times) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < times; i++) {
        for (int at = 0; at < BYTES; at += CHUNK) {
          digest.update(data, at, CHUNK);
        }
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
