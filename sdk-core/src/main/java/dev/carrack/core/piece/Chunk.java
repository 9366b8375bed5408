package dev.carrack.core.piece;

import static dev.carrack.core.piece.Sha256PairHasher.NODE;

import dev.carrack.core.IntegrityException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One outboard unit of a piece: the payload bytes under one node of 1 MiB, read from an untrusted
 * source and checked against that node. A piece below 1 MiB is one chunk of its own height. Takes
 * 1.3 MB. Not thread-safe.
 */
final class Chunk {

  /** Height of a full chunk: 32,768 leaves. */
  static final int HEIGHT = Subtree.HEIGHT + RootStack.KEPT;

  /** Payload bytes in a full chunk. */
  static final int IN = Subtree.IN << RootStack.KEPT;

  private final PairHasher hasher = new Sha256PairHasher();
  private final Subtree subtree = new Subtree(hasher);
  private final byte[] payload;
  private int length;

  Chunk(PieceCid piece) {
    payload = new byte[(int) Math.min(IN, piece.rawSize())];
  }

  /** Tree levels in each chunk of this piece. */
  static int height(PieceCid piece) {
    return Math.min(HEIGHT, piece.height());
  }

  /** Chunks of this piece, those of padding included: a power of two. */
  static int count(PieceCid piece) {
    return 1 << piece.height() - height(piece);
  }

  /** Reads chunk {@code index} and checks it. After a failure there are no bytes to take. */
  void load(PieceOutboard outboard, PieceSource source, int index) throws IOException {
    read(outboard.piece(), source, index);
    byte[] root = root(height(outboard.piece()));
    if (!outboard.holds(index, root)) {
      length = 0;
      throw mismatch(outboard.piece(), index);
    }
  }

  /** Reads chunk {@code index} without a check. */
  private void read(PieceCid piece, PieceSource source, int index) throws IOException {
    length = 0;
    long from = (long) index * IN;
    int wanted = (int) Math.max(0, Math.min(IN, piece.rawSize() - from));
    ByteBuffer into = ByteBuffer.wrap(payload, 0, wanted);
    while (into.hasRemaining()) {
      if (!SubtreeBatch.more(source, into, from)) {
        throw new IntegrityException(
            "source of piece %s ends after %d bytes instead of %d"
                .formatted(piece, from + into.position(), piece.rawSize()),
            "fetch the piece again or use another source");
      }
    }
    length = wanted;
  }

  private byte[] root(int height) {
    if (height <= Subtree.HEIGHT) {
      subtree.fill(payload, 0, length);
      return subtree.root(height);
    }
    byte[] nodes = new byte[NODE << height - Subtree.HEIGHT];
    for (int i = 0; i < nodes.length / NODE; i++) {
      int from = i * Subtree.IN;
      if (from < length) {
        subtree.fill(payload, from, Math.min(Subtree.IN, length - from));
        System.arraycopy(subtree.root(Subtree.HEIGHT), 0, nodes, i * NODE, NODE);
      } else {
        ZeroSubtrees.copy(Subtree.HEIGHT, nodes, i * NODE);
      }
    }
    for (int pairs = nodes.length / NODE / 2; pairs > 0; pairs /= 2) {
      hasher.hash(nodes, 0, pairs, nodes, 0);
    }
    return Arrays.copyOf(nodes, NODE);
  }

  private static IntegrityException mismatch(PieceCid piece, int index) {
    long from = (long) index * IN;
    return new IntegrityException(
        "bytes %d to %d of piece %s are not what its commitment covers"
            .formatted(from, Math.min(from + IN, piece.rawSize()) - 1, piece),
        "fetch the piece again or use another source");
  }

  /** The checked payload bytes, valid up to {@link #length()}. */
  byte[] payload() {
    return payload;
  }

  int length() {
    return length;
  }

  /** The leaves of the checked chunk, zero-padded to {@code 32 << height} bytes. */
  byte[] leaves(int height) {
    byte[] leaves = new byte[NODE << height];
    int units = length / Fr32.IN;
    Fr32.expand(payload, 0, units, leaves, 0);
    int rest = length - units * Fr32.IN;
    if (rest > 0) {
      byte[] unit = Arrays.copyOfRange(payload, units * Fr32.IN, (units + 1) * Fr32.IN);
      Arrays.fill(unit, rest, Fr32.IN, (byte) 0);
      Fr32.expand(unit, 0, 1, leaves, units * Fr32.OUT);
    }
    return leaves;
  }
}
