package dev.carrack.core.piece;

import static dev.carrack.core.piece.Sha256PairHasher.NODE;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.StorageException;
import dev.carrack.core.UnsupportedVersionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The roots of a piece's subtrees of 1 MiB, kept outside the piece so that any range of its payload
 * can be checked without the rest ({@link VerifiedPiece}) or proved to others ({@link PieceProof}).
 *
 * <p>{@link PieceHasher#keepOutboard()} computes it in the pass that names the piece. It takes 32
 * bytes for each MiB of padded piece (2 MiB for 64 GiB), one node at least. Reading one checks
 * every node against the commitment, so an outboard from anyone will do. Immutable and thread-safe.
 *
 * <p>Format: {@code sdk-core/docs/piece-formats.md}.
 */
public final class PieceOutboard {

  static final byte[] MAGIC = "CRKOUTBD".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 1;

  private static final int HEADER = 8 + 4 + 1;

  private final PieceCid piece;
  private final byte[] nodes;

  private PieceOutboard(PieceCid piece, byte[] nodes) {
    this.piece = piece;
    this.nodes = nodes;
  }

  /** The outboard of a piece just hashed. */
  static PieceOutboard of(PieceCid piece, NodeList kept) {
    if (piece.height() < Chunk.HEIGHT) {
      return new PieceOutboard(piece, piece.root());
    }
    return new PieceOutboard(piece, kept.paddedTo(Chunk.count(piece), Chunk.HEIGHT));
  }

  /**
   * Reads an outboard and checks it against the piece it is wanted for.
   *
   * @throws MalformedException if it is no outboard, or longer or shorter than this piece needs
   * @throws UnsupportedVersionException if another version wrote it
   * @throws IntegrityException if it names another piece, or its nodes do not fold to the root
   */
  public static PieceOutboard read(byte[] bytes, PieceCid piece) {
    if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new MalformedException(
          "no piece outboard: %d bytes that do not begin with CRKOUTBD".formatted(bytes.length),
          "compute it from the payload");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).position(MAGIC.length);
    int version = in.getInt();
    if (version != VERSION) {
      throw new UnsupportedVersionException(
          "piece outboard of version %d, this is version %d".formatted(version, VERSION),
          "compute it from the payload, or use the version that wrote it");
    }
    byte[] name = piece.v2().bytes();
    int length = in.get() & 0xff;
    if (length != name.length || !named(in, name)) {
      throw new IntegrityException(
          "outboard is not of piece " + piece, "compute it from the payload of that piece");
    }
    if (in.remaining() != Chunk.count(piece) * NODE) {
      throw new MalformedException(
          "outboard of piece %s has %d bytes of nodes instead of %d"
              .formatted(piece, in.remaining(), Chunk.count(piece) * NODE),
          "compute it from the payload");
    }
    byte[] nodes = new byte[in.remaining()];
    in.get(nodes);
    PieceOutboard outboard = new PieceOutboard(piece, nodes);
    outboard.check();
    return outboard;
  }

  private static boolean named(ByteBuffer in, byte[] name) {
    byte[] found = new byte[Math.min(name.length, in.remaining())];
    in.get(found);
    return Arrays.equals(found, name);
  }

  /**
   * Reads an outboard file and checks it against the piece it is wanted for. No more of the file is
   * read than that piece's outboard has.
   *
   * @throws NotFoundException if there is no such file
   * @throws StorageException if it cannot be read
   * @throws MalformedException if it is no outboard, or longer or shorter than this piece needs
   * @throws UnsupportedVersionException if another version wrote it
   * @throws IntegrityException if it names another piece, or its nodes do not fold to the root
   */
  public static PieceOutboard read(Path file, PieceCid piece) {
    int most = HEADER + piece.v2().bytes().length + Chunk.count(piece) * NODE;
    try (InputStream in = Files.newInputStream(file)) {
      return read(in.readNBytes(most + 1), piece);
    } catch (NoSuchFileException e) {
      throw new NotFoundException("no file " + file, "check the path", e);
    } catch (IOException e) {
      throw new StorageException(
          "cannot read " + file + ": " + e.getMessage(), "check that it is a readable file", e);
    }
  }

  private void check() {
    byte[] fold = nodes.clone();
    PairHasher hasher = new Sha256PairHasher();
    for (int pairs = fold.length / NODE / 2; pairs > 0; pairs /= 2) {
      hasher.hash(fold, 0, pairs, fold, 0);
    }
    if (!Arrays.equals(fold, 0, NODE, piece.root(), 0, NODE)) {
      throw new IntegrityException(
          "outboard of piece " + piece + " does not fold to its root",
          "compute it from the payload");
    }
  }

  /** The piece it is of. */
  public PieceCid piece() {
    return piece;
  }

  /** The outboard as bytes, to be kept beside the piece. */
  public byte[] bytes() {
    byte[] name = piece.v2().bytes();
    return ByteBuffer.allocate(HEADER + name.length + nodes.length)
        .put(MAGIC)
        .putInt(VERSION)
        .put((byte) name.length)
        .put(name)
        .put(nodes)
        .array();
  }

  /** Whether the node over chunk {@code index} is {@code root}. */
  boolean holds(int index, byte[] root) {
    return Arrays.equals(nodes, index * NODE, (index + 1) * NODE, root, 0, NODE);
  }

  /** A copy of the nodes. */
  byte[] nodes() {
    return nodes.clone();
  }
}
