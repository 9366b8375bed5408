package dev.carrack.core.ipns;

import dev.carrack.core.MalformedException;
import dev.carrack.core.provenance.Ed25519Scheme;
import dev.carrack.core.provenance.Ed25519Signer;
import java.security.SecureRandom;
import java.util.Arrays;

/** Ed25519: a public key of 32 bytes; a private key is the seed and the public key after it. */
final class Ed25519Keys implements KeyAlgorithm {

  private static final int SIZE = 32;

  @Override
  public void checkPublic(byte[] publicKey) {
    if (publicKey.length != SIZE) {
      throw new MalformedException(
          "Ed25519 public key has " + publicKey.length + " bytes", "it has 32");
    }
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return Ed25519Scheme.verify(publicKey, message, signature);
  }

  @Override
  public byte[] generate() {
    byte[] seed = new byte[SIZE];
    new SecureRandom().nextBytes(seed);
    byte[] key = Arrays.copyOf(seed, 2 * SIZE);
    System.arraycopy(signer(seed).publicKey(), 0, key, SIZE, SIZE);
    return key;
  }

  @Override
  public byte[] publicOf(byte[] privateKey) {
    // Old files repeat the public key: 96 bytes.
    if (privateKey.length != 2 * SIZE && privateKey.length != 3 * SIZE) {
      throw new MalformedException(
          "Ed25519 private key has " + privateKey.length + " bytes", "it has 64, or 96 if old");
    }
    byte[] publicKey = signer(privateKey).publicKey();
    for (int at = SIZE; at < privateKey.length; at += SIZE) {
      if (!Arrays.equals(publicKey, 0, SIZE, privateKey, at, at + SIZE)) {
        throw new MalformedException(
            "Ed25519 private key holds the public key of another", "restore it from a copy");
      }
    }
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] privateKey, byte[] message) {
    return signer(privateKey).sign(message);
  }

  private static Ed25519Signer signer(byte[] privateKey) {
    return Ed25519Signer.ofSeed(Arrays.copyOf(privateKey, SIZE));
  }
}
