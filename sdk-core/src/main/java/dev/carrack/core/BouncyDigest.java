package dev.carrack.core;

import java.security.MessageDigest;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** The hash functions the JDK lacks, in the JDK's shape; needs no registered provider. */
final class BouncyDigest extends MessageDigest {

  private final Digest digest;

  private BouncyDigest(Digest digest) {
    super(digest.getAlgorithmName());
    this.digest = digest;
  }

  static MessageDigest blake2b(int bits) {
    return new BouncyDigest(new Blake2bDigest(bits));
  }

  static MessageDigest blake2s(int bits) {
    return new BouncyDigest(new Blake2sDigest(bits));
  }

  static MessageDigest blake3() {
    return new BouncyDigest(new Blake3Digest(256));
  }

  static MessageDigest keccak(int bits) {
    return new BouncyDigest(new KeccakDigest(bits));
  }

  @Override
  protected int engineGetDigestLength() {
    return digest.getDigestSize();
  }

  @Override
  protected void engineUpdate(byte input) {
    digest.update(input);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    digest.update(input, offset, length);
  }

  @Override
  protected byte[] engineDigest() {
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0); // resets, as engineDigest must
    return out;
  }

  @Override
  protected void engineReset() {
    digest.reset();
  }
}
