package dev.carrack.core.piece;

import static dev.carrack.core.piece.Sha256PairHasher.NODE;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.Varint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * That certain bytes are at a certain place of a piece, checkable with the {@link PieceCid} alone:
 * the nodes beside a range of neighbouring leaves, at most two for each level of the tree.
 *
 * <p>A leaf is 32 bytes of the padded piece; four leaves are 127 payload bytes. The proof holds no
 * leaf: give them, or the payload they stand for, to {@link #verifyLeaves} or {@link
 * #verifyPayload}. Immutable and thread-safe.
 *
 * <p>Format: {@code sdk-core/docs/piece-formats.md}.
 */
public final class PieceProof {

  static final byte[] MAGIC = "CRKPROOF".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 1;

  /** The most leaves one proof is about: 512 MiB of padded piece. */
  public static final long MAX_LEAVES = 1 << 24;

  private static final int UNIT = Fr32.OUT / NODE;
  private static final String AGAIN = "ask for the proof again";

  private final int height;
  private final long from;
  private final long to;
  private final byte[] siblings;

  private PieceProof(int height, long from, long to, byte[] siblings) {
    this.height = height;
    this.from = from;
    this.to = to;
    this.siblings = siblings;
  }

  /**
   * Proves leaves {@code from} (inclusive) to {@code to} (exclusive), padding leaves included.
   *
   * @param source the payload; at most two chunks of 1 MiB are read and checked, whatever the size
   * @throws IllegalArgumentException if the range is empty or not within the tree
   * @throws LimitException if it has more than {@link #MAX_LEAVES} leaves
   * @throws IntegrityException if the source is not the piece
   * @throws IOException if the source fails
   */
  public static PieceProof ofLeaves(PieceOutboard outboard, PieceSource source, long from, long to)
      throws IOException {
    int height = outboard.piece().height();
    if (from < 0 || to <= from || to > 1L << height) {
      throw new IllegalArgumentException(
          "leaves %d to %d are not a range of a tree with %d leaves"
              .formatted(from, to, 1L << height));
    }
    checkCount(to - from);
    byte[] siblings = new PieceProver(outboard, source).siblings(from, to);
    return new PieceProof(height, from, to, siblings);
  }

  /**
   * Proves the units of 127 bytes that cover a range of the payload; {@link #payloadStart()} and
   * {@link #payloadEnd} tell which bytes to send along.
   *
   * @throws IllegalArgumentException if the range is empty or not within the payload
   * @throws LimitException if it has more than {@link #MAX_LEAVES} leaves
   * @throws IntegrityException if the source is not the piece
   * @throws IOException if the source fails
   */
  public static PieceProof ofPayload(
      PieceOutboard outboard, PieceSource source, long offset, long length) throws IOException {
    long size = outboard.piece().rawSize();
    if (offset < 0 || length <= 0 || offset > size - length) {
      throw new IllegalArgumentException(
          "bytes %d to %d+%d are not a range of a payload of %d bytes"
              .formatted(offset, offset, length, size));
    }
    long units = (offset + length + Fr32.IN - 1) / Fr32.IN;
    return ofLeaves(outboard, source, offset / Fr32.IN * UNIT, units * UNIT);
  }

  private static void checkCount(long leaves) {
    if (leaves > MAX_LEAVES) {
      throw new LimitException(
          "proof of %d leaves, above %d".formatted(leaves, MAX_LEAVES),
          "prove the range in several parts");
    }
  }

  /**
   * Reads what {@link #bytes()} gave.
   *
   * @throws MalformedException if it is no proof, names no range of a piece, or has another number
   *     of nodes than that range needs
   * @throws UnsupportedVersionException if another version wrote it
   * @throws LimitException if it has more than {@link #MAX_LEAVES} leaves
   */
  public static PieceProof read(byte[] bytes) {
    if (bytes.length < MAGIC.length + 2
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new MalformedException(
          "no piece proof: %d bytes that do not begin with CRKPROOF".formatted(bytes.length),
          AGAIN);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).position(MAGIC.length);
    int version = in.get();
    if (version != VERSION) {
      throw new UnsupportedVersionException(
          "piece proof of version %d, this is version %d".formatted(version, VERSION),
          "ask for one of this version");
    }
    int height = in.get();
    long from = Varint.read(in);
    long count = Varint.read(in);
    if (height < PieceSize.MIN_HEIGHT || height > PieceSize.MAX_HEIGHT) {
      throw new MalformedException(
          "piece proof has height %d, not 2 to 31".formatted(height), AGAIN);
    }
    if (count == 0 || from > (1L << height) - count) {
      throw new MalformedException(
          "piece proof of %d leaves from %d in a tree of height %d".formatted(count, from, height),
          AGAIN);
    }
    checkCount(count);
    int expected = RangeShape.count(from, from + count, height) * NODE;
    if (in.remaining() != expected) {
      throw new MalformedException(
          "piece proof has %d bytes of nodes instead of %d".formatted(in.remaining(), expected),
          AGAIN);
    }
    byte[] siblings = new byte[expected];
    in.get(siblings);
    return new PieceProof(height, from, from + count, siblings);
  }

  /** The proof as bytes: under 2 KiB, mostly nodes. */
  public byte[] bytes() {
    byte[] start = Varint.encode(from);
    byte[] count = Varint.encode(to - from);
    return ByteBuffer.allocate(MAGIC.length + 2 + start.length + count.length + siblings.length)
        .put(MAGIC)
        .put((byte) VERSION)
        .put((byte) height)
        .put(start)
        .put(count)
        .put(siblings)
        .array();
  }

  /** The first leaf. */
  public long from() {
    return from;
  }

  /** The leaf after the last. */
  public long to() {
    return to;
  }

  /** The payload byte that the unit of the first leaf begins with. */
  public long payloadStart() {
    return from / UNIT * Fr32.IN;
  }

  /** The payload byte after the unit of the last leaf, or the payload's end if that is before. */
  public long payloadEnd(PieceCid piece) {
    return Math.min(piece.rawSize(), (to + UNIT - 1) / UNIT * Fr32.IN);
  }

  /**
   * Checks payload bytes against a piece.
   *
   * @param payload exactly the bytes from {@link #payloadStart()} to {@link #payloadEnd}
   * @throws IntegrityException if the proof is of a tree of another height, the bytes are of
   *     another length, or they are not at this place of the piece
   * @throws IllegalStateException if the proof was made for leaves that are not whole units
   */
  public void verifyPayload(PieceCid piece, byte[] payload) {
    if (from % UNIT != 0 || to % UNIT != 0) {
      throw new IllegalStateException(
          "leaves %d to %d are not whole units of payload: verify leaves".formatted(from, to));
    }
    checkHeight(piece);
    long expected = Math.max(0, payloadEnd(piece) - payloadStart());
    if (payload.length != expected) {
      throw new IntegrityException(
          "proof is of %d payload bytes from %d, not of %d"
              .formatted(expected, payloadStart(), payload.length),
          "give exactly the bytes it covers");
    }
    int units = (int) ((to - from) / UNIT);
    byte[] leaves = new byte[units * Fr32.OUT];
    Fr32.expand(Arrays.copyOf(payload, units * Fr32.IN), 0, units, leaves, 0);
    verifyLeaves(piece, leaves);
  }

  /**
   * Checks leaves against a piece.
   *
   * @param leaves exactly the 32 bytes of each leaf, in order
   * @throws IntegrityException if the proof is of a tree of another height, the leaves are of
   *     another number, or they are not at this place of the piece
   */
  public void verifyLeaves(PieceCid piece, byte[] leaves) {
    checkHeight(piece);
    if (leaves.length != (to - from) * NODE) {
      throw new IntegrityException(
          "proof is of %d bytes of leaves, not of %d".formatted((to - from) * NODE, leaves.length),
          "give exactly the leaves it covers");
    }
    if (!Arrays.equals(root(leaves), piece.root())) {
      throw new IntegrityException(
          "leaves %d to %d are not in piece %s".formatted(from, to, piece),
          "the data or the proof is wrong: fetch both again");
    }
  }

  private void checkHeight(PieceCid piece) {
    if (height != piece.height()) {
      throw new IntegrityException(
          "proof is of a tree of height %d, piece %s has %d"
              .formatted(height, piece, piece.height()),
          "ask for a proof of this piece");
    }
  }

  private byte[] root(byte[] leaves) {
    // A left sibling goes before the first node, so there is room for one at each level.
    int start = height * NODE;
    int end = start + leaves.length;
    byte[] nodes = new byte[end + NODE];
    System.arraycopy(leaves, 0, nodes, start, leaves.length);
    PairHasher hasher = new Sha256PairHasher();
    int next = 0;
    for (int level = 0; level < height; level++) {
      if ((from >> level & 1) == 1) {
        start -= NODE;
        System.arraycopy(siblings, next, nodes, start, NODE);
        next += NODE;
      }
      if ((to - 1 >> level & 1) == 0) {
        System.arraycopy(siblings, next, nodes, end, NODE);
        end += NODE;
        next += NODE;
      }
      int pairs = (end - start) / (2 * NODE);
      hasher.hash(nodes, start, pairs, nodes, start);
      end = start + pairs * NODE;
    }
    return Arrays.copyOfRange(nodes, start, start + NODE);
  }
}
