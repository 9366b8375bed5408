package dev.carrack.core;

import java.security.MessageDigest;

/** SHA-256 of the SHA-256 digest. */
final class DoubleSha256 extends MessageDigest {

  private final MessageDigest sha256 = HashFunction.ofJdk("SHA-256");

  DoubleSha256() {
    super("dbl-sha2-256");
  }

  @Override
  protected void engineUpdate(byte input) {
    sha256.update(input);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    sha256.update(input, offset, length);
  }

  @Override
  protected byte[] engineDigest() {
    return sha256.digest(sha256.digest());
  }

  @Override
  protected void engineReset() {
    sha256.reset();
  }
}
