package dev.carrack.core.ipns;

import dev.carrack.core.PeerId;
import java.util.Arrays;
import java.util.Optional;

/**
 * The public key of a libp2p peer or an IPNS name: of a known type, on its curve, in canonical
 * form. Immutable and thread-safe; equal if the bytes are. Spec: libp2p peer-ids.
 */
public final class PeerPublicKey {

  private final KeyMessage message;

  private PeerPublicKey(KeyMessage message) {
    message.type().algorithm().checkPublic(message.data());
    this.message = message;
  }

  /**
   * Reads the protobuf form.
   *
   * @throws dev.carrack.core.MalformedException if it is no public key, too weak, or not in the one
   *     encoding that names are made from
   * @throws dev.carrack.core.LimitException if it is longer than any key
   */
  public static PeerPublicKey decode(byte[] protobuf) {
    return new PeerPublicKey(KeyMessage.decode(protobuf, "public key"));
  }

  /**
   * The key that a peer id carries in itself; empty if it is a hash.
   *
   * @throws dev.carrack.core.MalformedException if it carries no key
   */
  public static Optional<PeerPublicKey> inside(PeerId id) {
    return id.hash().isIdentity() ? Optional.of(decode(id.hash().digest())) : Optional.empty();
  }

  static PeerPublicKey of(KeyType type, byte[] data) {
    return new PeerPublicKey(new KeyMessage(type, data));
  }

  /** The kind of key. */
  public KeyType type() {
    return message.type();
  }

  /** The protobuf form as a new array. */
  public byte[] bytes() {
    return message.encode();
  }

  /** The name of the peer that has this key, which is the IPNS name too. */
  public PeerId peerId() {
    return PeerId.ofPublicKey(bytes());
  }

  /** Whether this key's private half signed {@code data}. */
  public boolean verify(byte[] data, byte[] signature) {
    return message.type().algorithm().verify(message.data(), data, signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerPublicKey that && Arrays.equals(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes());
  }

  /** The type and the peer id. */
  @Override
  public String toString() {
    return type() + " " + peerId();
  }
}
