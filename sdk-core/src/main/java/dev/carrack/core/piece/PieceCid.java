package dev.carrack.core.piece;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Multihash;
import dev.carrack.core.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The name of a Filecoin piece: the root of its tree and the length of its payload. Immutable and
 * thread-safe; two are equal if payload length and root are.
 *
 * <p>The canonical text, {@link #toString()}, is the PieceCID v2 of FRC-0069 ({@code bafkzci…}).
 * The older v1 ({@code baga6ea4seaq…}) holds the root alone, so it is read together with a length.
 * Height and padding follow from the length: a v2 CID whose tree is higher than its payload needs
 * is refused.
 */
public final class PieceCid {

  /** The longest payload in bytes: a 64 GiB piece, 2^36 * 127 / 128. */
  public static final long MAX_RAW_SIZE = PieceSize.MAX_RAW;

  private static final int ROOT = 32;

  private final long rawSize;
  private final byte[] root;

  private PieceCid(long rawSize, byte[] root) {
    this.rawSize = rawSize;
    this.root = root;
  }

  /**
   * The name of a piece from its parts.
   *
   * @param rawSize payload bytes before Fr32 and zero padding, 0 to {@link #MAX_RAW_SIZE}
   * @param root the 32-byte root, copied
   * @throws MalformedException if the size is negative, or the root has another length or a value
   *     that no SHA-256-trunc254 hash has
   * @throws LimitException if the size is above {@link #MAX_RAW_SIZE}
   */
  public static PieceCid of(long rawSize, byte[] root) {
    if (rawSize < 0) {
      throw new MalformedException(
          "piece has a negative raw size " + rawSize, "give the payload's length in bytes");
    }
    if (rawSize > MAX_RAW_SIZE) {
      throw new LimitException(
          "piece of " + rawSize + " bytes is above the largest, " + MAX_RAW_SIZE,
          "split the payload into several pieces");
    }
    if (root.length != ROOT) {
      throw new MalformedException(
          "piece root has " + root.length + " bytes instead of 32", "check where it was cut");
    }
    if ((root[ROOT - 1] & 0xc0) != 0) {
      throw new MalformedException(
          "piece root has one of its top two bits set, which sha2-256-trunc254 clears",
          "this is no piece commitment: check where it came from");
    }
    return new PieceCid(rawSize, root.clone());
  }

  /**
   * Parses the text of a PieceCID v2.
   *
   * @throws MalformedException if it is no CID, no piece CID, or breaks a rule of FRC-0069
   * @throws LimitException if the piece is larger than 64 GiB
   */
  public static PieceCid parse(String text) {
    return from(Cid.parse(text));
  }

  /**
   * Parses the text of a PieceCID v1, which does not tell the payload's length.
   *
   * @param rawSize payload bytes
   * @throws MalformedException if it is no CID or no PieceCID v1, or the size is negative
   * @throws LimitException if the size is above {@link #MAX_RAW_SIZE}
   */
  public static PieceCid parseV1(String text, long rawSize) {
    return fromV1(Cid.parse(text), rawSize);
  }

  /**
   * Reads a PieceCID v2: codec raw, multihash 0x1011 with the digest {@code uvarint padding ‖ uint8
   * height ‖ root}.
   *
   * @throws MalformedException if it is another CID or breaks a rule of FRC-0069
   * @throws LimitException if the piece is larger than 64 GiB
   */
  public static PieceCid from(Cid v2) {
    if (v2.hash().code() == Multihash.SHA2_256_TRUNC254_PADDED) {
      throw new MalformedException(
          "PieceCID v1 does not tell the payload's length: " + v2,
          "use the v2 form, or give the raw size beside it");
    }
    if (!v2.codec().equals(Codec.RAW)
        || v2.hash().code() != Multihash.FR32_SHA2_256_TRUNC254_PADBINTREE) {
      throw new MalformedException(
          "no PieceCID v2 (raw, 0x1011) but %s, 0x%x: %s"
              .formatted(v2.codec(), v2.hash().code(), v2),
          "piece CIDs begin with bafkzci");
    }
    ByteBuffer digest = ByteBuffer.wrap(v2.hash().digest());
    long padding = Varint.read(digest);
    if (digest.remaining() != 1 + ROOT) {
      throw new MalformedException(
          "PieceCID v2 has %d bytes after its padding instead of 33: %s"
              .formatted(digest.remaining(), v2),
          "check where it was cut");
    }
    int height = digest.get() & 0xff;
    byte[] root = new byte[ROOT];
    digest.get(root);
    return of(rawSize(height, padding, v2), root);
  }

  private static long rawSize(int height, long padding, Cid cid) {
    if (height > PieceSize.MAX_HEIGHT) {
      throw new LimitException(
          "PieceCID v2 has height %d, above 31 (64 GiB): %s".formatted(height, cid),
          "no Filecoin sector holds it");
    }
    if (height < PieceSize.MIN_HEIGHT) {
      throw new MalformedException(
          "PieceCID v2 has height %d, below 2 (127 bytes): %s".formatted(height, cid),
          "recompute it from the payload");
    }
    long rawSize = PieceSize.capacity(height) - padding;
    // FRC-0069: padding is less than the payload, but for payloads below 127 bytes.
    if (rawSize < 0 || PieceSize.height(rawSize) != height) {
      throw new MalformedException(
          "PieceCID v2 has %d bytes of padding, too many for height %d: %s"
              .formatted(padding, height, cid),
          "recompute it from the payload");
    }
    return rawSize;
  }

  /**
   * Reads a PieceCID v1: codec fil-commitment-unsealed, multihash 0x1012.
   *
   * @param rawSize payload bytes, which v1 does not tell
   * @throws MalformedException if it is another CID, or the size is negative
   * @throws LimitException if the size is above {@link #MAX_RAW_SIZE}
   */
  public static PieceCid fromV1(Cid v1, long rawSize) {
    if (!v1.codec().equals(Codec.FIL_COMMITMENT_UNSEALED)
        || v1.hash().code() != Multihash.SHA2_256_TRUNC254_PADDED) {
      throw new MalformedException(
          "no PieceCID v1 (fil-commitment-unsealed, 0x1012) but %s, 0x%x: %s"
              .formatted(v1.codec(), v1.hash().code(), v1),
          "PieceCIDs v1 begin with baga6ea4seaq");
    }
    return of(rawSize, v1.hash().digest());
  }

  /** The PieceCID v2: root, height and padding. */
  public Cid v2() {
    long padding = PieceSize.capacity(height()) - rawSize;
    int prefix = Varint.size(padding);
    byte[] digest = new byte[prefix + 1 + ROOT];
    Varint.put(padding, digest, 0);
    digest[prefix] = (byte) height();
    System.arraycopy(root, 0, digest, prefix + 1, ROOT);
    return Cid.of(Codec.RAW, Multihash.of(Multihash.FR32_SHA2_256_TRUNC254_PADBINTREE, digest));
  }

  /** The PieceCID v1: the root alone. Payloads that differ only in trailing zeros share it. */
  public Cid v1() {
    return Cid.of(
        Codec.FIL_COMMITMENT_UNSEALED, Multihash.of(Multihash.SHA2_256_TRUNC254_PADDED, root));
  }

  /** Payload bytes, before Fr32 and zero padding. */
  public long rawSize() {
    return rawSize;
  }

  /** Bytes of the padded piece, a power of two from 128: what a sector and a price count. */
  public long paddedSize() {
    return PieceSize.padded(height());
  }

  /** Levels of the tree above its leaves, 2 to 31. */
  public int height() {
    return PieceSize.height(rawSize);
  }

  /** A copy of the 32-byte root. */
  public byte[] root() {
    return root.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PieceCid that
        && rawSize == that.rawSize
        && Arrays.equals(root, that.root);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(rawSize) + Arrays.hashCode(root);
  }

  /** The PieceCID v2 in base32. */
  @Override
  public String toString() {
    return v2().toString();
  }
}
