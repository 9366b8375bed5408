package dev.carrack.core.ipns;

import dev.carrack.core.PeerId;

/**
 * The private key of a libp2p peer or an IPNS name. Immutable and thread-safe. The key leaves it
 * only through {@link #bytes()}; neither its text nor an error ever shows any of it. Spec: libp2p
 * peer-ids.
 */
public final class PeerPrivateKey {

  private final KeyMessage message;
  private final PeerPublicKey publicKey;

  private PeerPrivateKey(KeyMessage message) {
    this.message = message;
    this.publicKey =
        PeerPublicKey.of(message.type(), message.type().algorithm().publicOf(message.data()));
  }

  /** A fresh key from the platform's secure random source; RSA ones have 2048 bits. */
  public static PeerPrivateKey generate(KeyType type) {
    return new PeerPrivateKey(new KeyMessage(type, type.algorithm().generate()));
  }

  /**
   * Reads the protobuf form, as {@code ipfs key export --format=libp2p-protobuf-cleartext} writes
   * it.
   *
   * @throws dev.carrack.core.MalformedException if it is no private key, too weak, or at odds with
   *     the public key it holds
   * @throws dev.carrack.core.LimitException if it is longer than any key
   */
  public static PeerPrivateKey decode(byte[] protobuf) {
    return new PeerPrivateKey(KeyMessage.decode(protobuf, "private key"));
  }

  /** The other half. */
  public PeerPublicKey publicKey() {
    return publicKey;
  }

  /** The name of the peer that has this key. */
  public PeerId peerId() {
    return publicKey.peerId();
  }

  /** The protobuf form as a new array: keep it secret. */
  public byte[] bytes() {
    return message.encode();
  }

  /** The signature of {@code data}: PKCS#1 v1.5, RFC 8032, or DER ECDSA, as the type has it. */
  public byte[] sign(byte[] data) {
    return message.type().algorithm().sign(message.data(), data);
  }

  /** The public half's name. */
  @Override
  public String toString() {
    return "private key of " + publicKey;
  }
}
