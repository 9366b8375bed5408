package dev.carrack.core.ipns;

/**
 * One kind of key, working on the Data fields of libp2p's protobuf forms. Stateless and
 * thread-safe.
 *
 * <p>What a private key holds never appears in an exception: parsers like to quote what they could
 * not read, so causes are left out.
 */
interface KeyAlgorithm {

  /**
   * Checks a public key.
   *
   * @throws dev.carrack.core.MalformedException if it is none, or too weak
   */
  void checkPublic(byte[] publicKey);

  /** Whether the key, which was checked, made the signature. */
  boolean verify(byte[] publicKey, byte[] message, byte[] signature);

  /** A fresh private key from the platform's secure random source. */
  byte[] generate();

  /**
   * The public key of a private one.
   *
   * @throws dev.carrack.core.MalformedException if that is none, or too weak
   */
  byte[] publicOf(byte[] privateKey);

  /** Signs with a private key, which was checked. */
  byte[] sign(byte[] privateKey, byte[] message);
}
