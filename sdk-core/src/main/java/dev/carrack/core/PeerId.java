package dev.carrack.core;

/**
 * The name of a libp2p peer and of its IPNS records: the multihash of its public key in protobuf
 * form, which is the key itself where that has at most {@value #MAX_INLINE} bytes. Immutable and
 * thread-safe. Spec: libp2p peer-ids.
 *
 * <p>{@link #toString()} is the base58 text ({@code 12D3Koo…}, {@code Qm…}); {@link #cid()} is the
 * other text form, {@code k51…}. Both are read.
 *
 * @param hash the multihash
 */
public record PeerId(Multihash hash) {

  /** The longest public key that is its own name, in bytes. */
  public static final int MAX_INLINE = 42;

  private static final int MAX_TEXT = 512;

  /** Checks that a public key can have this name. */
  public PeerId {
    boolean inline = hash.isIdentity() && hash.digestLength() <= MAX_INLINE;
    boolean hashed = hash.code() == Multihash.SHA2_256 && !hash.isTruncated();
    if (!inline && !hashed) {
      throw new MalformedException(
          "multihash 0x%x of %d bytes names no peer".formatted(hash.code(), hash.digestLength()),
          "a peer id is a sha2-256 hash, or a key of at most " + MAX_INLINE + " bytes");
    }
  }

  /** The name of a public key in protobuf form. */
  public static PeerId ofPublicKey(byte[] protobuf) {
    return new PeerId(
        protobuf.length <= MAX_INLINE
            ? Multihash.of(Multihash.IDENTITY, protobuf)
            : Multihash.sha256(protobuf));
  }

  /**
   * Reads the binary form, a bare multihash.
   *
   * @throws MalformedException naming the rule broken
   */
  public static PeerId decode(byte[] bytes) {
    var in = java.nio.ByteBuffer.wrap(bytes);
    PeerId id = new PeerId(Multihash.read(in));
    if (in.hasRemaining()) {
      throw new MalformedException(
          "peer id is followed by " + in.remaining() + " more bytes", "cut the bytes at its end");
    }
    return id;
  }

  /**
   * Reads either text form: bare base58btc beginning {@code Qm} or {@code 1}, or a version 1 CID of
   * a libp2p key in any base.
   *
   * @throws MalformedException naming the rule broken
   */
  public static PeerId parse(String text) {
    if (text.length() > MAX_TEXT) {
      throw new MalformedException(
          "peer id has " + text.length() + " characters", "it has at most " + MAX_TEXT);
    }
    try {
      if (text.startsWith("Qm") || text.startsWith("1")) {
        return decode(Multibase.BASE58BTC.decodeBare(text));
      }
      Cid cid = Cid.parse(text);
      if (!cid.codec().equals(Codec.LIBP2P_KEY)) {
        throw new MalformedException(
            "its codec is " + cid.codec(), "the CID of a peer is of a libp2p-key");
      }
      return new PeerId(cid.hash());
    } catch (MalformedException e) {
      throw new MalformedException("not a peer id: '" + text + "': " + e.problem(), e.remedy(), e);
    }
  }

  /** The name as a CID, whose text {@code k…} is the usual IPNS name. */
  public Cid cid() {
    return Cid.of(Codec.LIBP2P_KEY, hash);
  }

  /** The binary form as a new array. */
  public byte[] bytes() {
    return hash.bytes();
  }

  /** The base58 text. */
  @Override
  public String toString() {
    return Multibase.BASE58BTC.encodeBare(hash.bytes());
  }
}
