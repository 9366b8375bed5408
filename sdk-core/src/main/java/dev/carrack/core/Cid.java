package dev.carrack.core;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A content identifier: what the bytes are (codec) and which bytes (multihash). Immutable and
 * thread-safe; two CIDs are equal if version, codec and multihash are. Spec: multiformats/cid.
 *
 * <p>{@link #toString()} is the canonical text: base58btc for version 0, base32 lower case for
 * version 1, base36 for IPNS names.
 */
public final class Cid implements Comparable<Cid> {

  /** The longest binary CID accepted, in bytes. */
  public static final int MAX_BYTES = 2 * Varint.MAX_BYTES + 4 + Multihash.MAX_DIGEST;

  private static final int MAX_TEXT = 8 * MAX_BYTES + 1;

  private final int version;
  private final Codec codec;
  private final Multihash hash;

  private Cid(int version, Codec codec, Multihash hash) {
    if (hash.isTruncated()) {
      throw new MalformedException(
          "CID has a truncated %s digest of %d bytes"
              .formatted(HashFunction.of(hash.code()), hash.digestLength()),
          "a CID holds the whole digest: check where it was cut");
    }
    this.version = version;
    this.codec = codec;
    this.hash = hash;
  }

  /** The version 1 CID of a codec and a multihash. */
  public static Cid of(Codec codec, Multihash hash) {
    return new Cid(1, codec, hash);
  }

  /** The version 1 CID of {@code data} under SHA-256. */
  public static Cid of(Codec codec, byte[] data) {
    return new Cid(1, codec, Multihash.sha256(data));
  }

  /** The version 1 CID of a range of {@code data} under SHA-256. */
  public static Cid of(Codec codec, byte[] data, int offset, int length) {
    return new Cid(1, codec, Multihash.sha256(data, offset, length));
  }

  /**
   * The version 0 CID of a DAG-PB block.
   *
   * @throws MalformedException if the hash is not SHA-256
   */
  public static Cid v0(Multihash hash) {
    if (hash.code() != Multihash.SHA2_256) {
      throw new MalformedException(
          "CIDv0 must be sha2-256, not 0x%x".formatted(hash.code()), "use a version 1 CID");
    }
    return new Cid(0, Codec.DAG_PB, hash);
  }

  /**
   * Parses the text form: 46 characters beginning {@code Qm} are version 0, anything else is
   * multibase.
   *
   * @throws MalformedException naming the rule broken
   */
  public static Cid parse(String text) {
    if (text.length() > MAX_TEXT) {
      throw new MalformedException(
          "CID text has " + text.length() + " characters", "a CID has at most " + MAX_TEXT);
    }
    try {
      if (text.length() == 46 && text.startsWith("Qm")) {
        return decode(Multibase.BASE58BTC.decodeBare(text));
      }
      byte[] bytes = Multibase.decode(text);
      if (bytes.length > 0 && bytes[0] == 0x12) {
        throw new MalformedException(
            "a version 0 CID has no multibase prefix", "write it as base58btc, Qm…");
      }
      return decode(bytes);
    } catch (MalformedException e) {
      throw new MalformedException("not a CID: '" + text + "': " + e.problem(), e.remedy(), e);
    }
  }

  /**
   * Decodes exactly one binary CID.
   *
   * @throws MalformedException naming the rule broken, also for bytes left over
   */
  public static Cid decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Cid cid = read(in);
    if (in.hasRemaining()) {
      throw new MalformedException(
          "CID is followed by " + in.remaining() + " more bytes", "cut the bytes at its end");
    }
    return cid;
  }

  /**
   * Reads one binary CID at the buffer's position and moves past it.
   *
   * @throws MalformedException naming the rule broken
   */
  public static Cid read(ByteBuffer in) {
    if (in.remaining() >= 2 && in.get(in.position()) == 0x12 && in.get(in.position() + 1) == 0x20) {
      return v0(Multihash.read(in));
    }
    long version = Varint.read(in);
    if (version != 1) {
      throw new MalformedException(
          "CID version " + version + " is unknown", "versions 0 and 1 exist");
    }
    return of(new Codec(Varint.read(in)), Multihash.read(in));
  }

  /** 0 or 1. */
  public int version() {
    return version;
  }

  /** How the block is to be read. */
  public Codec codec() {
    return codec;
  }

  /** Which bytes: two CIDs with one multihash name the same content. */
  public Multihash hash() {
    return hash;
  }

  /** The same content as a version 1 CID. */
  public Cid toV1() {
    return version == 1 ? this : of(codec, hash);
  }

  /**
   * The same content as a version 0 CID.
   *
   * @throws MalformedException unless it is DAG-PB and SHA-256
   */
  public Cid toV0() {
    if (!codec.equals(Codec.DAG_PB)) {
      throw new MalformedException(
          "CIDv0 must be dag-pb, not " + codec + ": " + this, "keep it as version 1");
    }
    return version == 0 ? this : v0(hash);
  }

  /** The binary length in bytes. */
  public int size() {
    return version == 0 ? hash.size() : 1 + Varint.size(codec.code()) + hash.size();
  }

  /** The binary form as a new array. */
  public byte[] bytes() {
    byte[] out = new byte[size()];
    put(out, 0);
    return out;
  }

  /** Writes the binary form into {@code out} from {@code offset}; returns the offset after it. */
  public int put(byte[] out, int offset) {
    if (version == 0) {
      return hash.put(out, offset);
    }
    return hash.put(out, Varint.put(codec.code(), out, Varint.put(1, out, offset)));
  }

  /**
   * The text form in a base of the caller's choice.
   *
   * @throws MalformedException if a version 0 CID is asked for in another base than base58btc
   */
  public String toString(Multibase base) {
    if (version == 0) {
      if (!base.equals(Multibase.BASE58BTC)) {
        throw new MalformedException(
            "CIDv0 is only written in base58btc: " + this, "convert it to version 1 first");
      }
      return base.encodeBare(bytes());
    }
    return base.encode(bytes());
  }

  @Override
  public String toString() {
    if (version == 0) {
      return Multibase.BASE58BTC.encodeBare(bytes());
    }
    return (codec.equals(Codec.LIBP2P_KEY) ? Multibase.BASE36 : Multibase.BASE32).encode(bytes());
  }

  /** Orders by binary form, unsigned. */
  @Override
  public int compareTo(Cid other) {
    return Arrays.compareUnsigned(bytes(), other.bytes());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cid that
        && version == that.version
        && codec.equals(that.codec)
        && hash.equals(that.hash);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * version + codec.hashCode()) + hash.hashCode();
  }
}
