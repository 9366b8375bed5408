package dev.carrack.core.piece;

import static dev.carrack.core.piece.Sha256PairHasher.NODE;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far a {@link PieceHasher} has come, at a whole 256 KiB subtree: enough to go on in another
 * process. Immutable and thread-safe.
 *
 * <p>The bytes are versioned and carry a checksum; {@code sdk-core/docs/piece-formats.md} describes
 * them. They hold no payload: whoever goes on gives the payload from {@link #position()}. They take
 * under 1 KiB, or with an outboard 32 bytes more for each MiB hashed.
 */
public final class PieceCheckpoint {

  static final byte[] MAGIC = "CRKPIECE".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 1;

  private static final int HEADER = 8 + 4 + 4 + 8;
  private static final int CRC = 4;
  private static final int OUTBOARD = 1;
  private static final long MAX_SUBTREES = 1L << PieceSize.MAX_HEIGHT - Subtree.HEIGHT;

  private final long subtrees;
  private final byte[] last;
  private final byte[] pending;
  private final byte @Nullable [] outboard;

  /**
   * A checkpoint of these parts, which it takes over.
   *
   * @param last the root of the last whole subtree, zeros where there is none
   * @param outboard the nodes kept so far, if an outboard was asked for
   */
  PieceCheckpoint(long subtrees, byte[] last, byte[] pending, byte @Nullable [] outboard) {
    this.subtrees = subtrees;
    this.last = last;
    this.pending = pending;
    this.outboard = outboard;
  }

  /**
   * Reads what {@link #bytes()} gave.
   *
   * @throws MalformedException if it is no checkpoint, or its length does not fit its position
   * @throws UnsupportedVersionException if another version wrote it
   * @throws IntegrityException if its checksum does not match
   */
  public static PieceCheckpoint read(byte[] bytes) {
    if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new MalformedException(
          "no piece checkpoint: %d bytes that do not begin with CRKPIECE".formatted(bytes.length),
          "hash the payload from its beginning");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).position(MAGIC.length);
    int version = in.getInt();
    if (version != VERSION) {
      throw new UnsupportedVersionException(
          "piece checkpoint of version %d, this is version %d".formatted(version, VERSION),
          "hash the payload from its beginning, or use the version that wrote it");
    }
    int flags = in.getInt();
    long subtrees = in.getLong();
    if ((flags & ~OUTBOARD) != 0 || subtrees < 0 || subtrees > MAX_SUBTREES) {
      throw new MalformedException(
          "piece checkpoint with flags 0x%x after %d subtrees".formatted(flags, subtrees),
          "hash the payload from its beginning");
    }
    int nodes = Long.bitCount(subtrees) * NODE;
    int kept = (flags & OUTBOARD) == 0 ? 0 : (int) (subtrees >> RootStack.KEPT) * NODE;
    int length = HEADER + NODE + nodes + kept + CRC;
    if (bytes.length != length) {
      throw new MalformedException(
          "piece checkpoint of %d bytes instead of %d".formatted(bytes.length, length),
          "hash the payload from its beginning");
    }
    if (in.getInt(length - CRC) != checksum(bytes, length - CRC)) {
      throw new IntegrityException(
          "piece checkpoint does not match its checksum", "hash the payload from its beginning");
    }
    return new PieceCheckpoint(
        subtrees, take(in, NODE), take(in, nodes), (flags & OUTBOARD) == 0 ? null : take(in, kept));
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] part = new byte[length];
    in.get(part);
    return part;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /** Payload bytes that need not be read again, a multiple of {@link PieceHasher#HEAD}. */
  public long position() {
    return subtrees * Subtree.IN;
  }

  /** The checkpoint as bytes. */
  public byte[] bytes() {
    int kept = outboard == null ? 0 : outboard.length;
    ByteBuffer out = ByteBuffer.allocate(HEADER + NODE + pending.length + kept + CRC);
    out.put(MAGIC).putInt(VERSION).putInt(outboard == null ? 0 : OUTBOARD).putLong(subtrees);
    out.put(last).put(pending);
    if (outboard != null) {
      out.put(outboard);
    }
    return out.putInt(checksum(out.array(), out.position())).array();
  }

  byte[] last() {
    return last.clone();
  }

  RootStack roots(PairHasher hasher) {
    return new RootStack(hasher, subtrees, pending);
  }

  /** The outboard's nodes so far, or null if none was asked for. */
  @Nullable NodeList kept() {
    return outboard == null ? null : new NodeList(outboard.clone(), outboard.length / NODE);
  }
}
