package dev.carrack.core.provenance;

/**
 * Holds a private key and signs with it. Implementations are thread-safe and never show the key,
 * not in {@code toString} either.
 */
public interface Signer {

  /**
   * Who signs: a DID such as {@code did:key:z6Mk…} (Ed25519) or {@code did:pkh:eip155:1:0x…}
   * (Ethereum), from which the matching {@link SignatureScheme} can check a signature.
   */
  String keyId();

  /**
   * Signs the message.
   *
   * @param message any length; the scheme does its own hashing
   * @return the signature in the scheme's own form
   */
  byte[] sign(byte[] message);
}
