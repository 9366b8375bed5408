package dev.carrack.core.piece;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * That a piece lies in an aggregated deal and that the deal's index tells of it: a path from the
 * piece's root and one from its index entry, both to the deal's commitment. Immutable and
 * thread-safe.
 *
 * <p>The bytes are those of go-data-segment: CBOR {@code [[position, [node…]], [position,
 * [node…]]]}. Specification: FRC-0058, "Proof of Data Segment Inclusion".
 */
public final class SegmentProof {

  /** Two paths of 31 nodes take under 2,200 bytes. */
  private static final int MAX_BYTES = 4096;

  private static final String AGAIN = "ask the aggregator for the proof again";

  private final TreePath subtree;
  private final TreePath entry;

  SegmentProof(TreePath subtree, TreePath entry) {
    this.subtree = subtree;
    this.entry = entry;
  }

  /**
   * Reads what {@link #bytes()} or go-data-segment gave.
   *
   * @throws MalformedException if it is no such proof, or one of its paths leads to no piece
   */
  public static SegmentProof read(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException(
          "inclusion proof of %d bytes, above %d".formatted(bytes.length, MAX_BYTES), AGAIN);
    }
    List<Node> paths = array(DagCbor.decode(bytes), 2);
    return new SegmentProof(path(paths.get(0)), path(paths.get(1)));
  }

  private static TreePath path(Node node) {
    List<Node> parts = array(node, 2);
    ByteArrayOutputStream siblings = new ByteArrayOutputStream();
    for (Node sibling : parts.get(1).items()) {
      byte[] bytes = sibling.bytes();
      if (bytes.length != Sha256PairHasher.NODE) {
        throw new MalformedException(
            "inclusion proof has a node of %d bytes instead of 32".formatted(bytes.length), AGAIN);
      }
      siblings.writeBytes(bytes);
    }
    return new TreePath(parts.get(0).int64(), siblings.toByteArray());
  }

  private static List<Node> array(Node node, int length) {
    List<Node> values = node.items();
    if (values.size() != length) {
      throw new MalformedException(
          "inclusion proof has %d parts instead of %d".formatted(values.size(), length), AGAIN);
    }
    return values;
  }

  /** The proof as bytes. */
  public byte[] bytes() {
    return DagCbor.encode(Node.list(List.of(node(subtree), node(entry))));
  }

  private static Node node(TreePath path) {
    List<Node> siblings = new ArrayList<>();
    for (int i = 0; i < path.depth(); i++) {
      siblings.add(Node.of(path.sibling(i)));
    }
    return Node.list(List.of(Node.of(path.index()), Node.list(siblings)));
  }

  /**
   * Checks the proof for a piece and says which deal it is of: compare that with the chain.
   *
   * @param piece the piece; its padded size counts, not its payload length
   * @return the deal, its payload filling all its room
   * @throws IntegrityException if the two paths lead to different deals, or the entry is not in the
   *     deal's index
   */
  public PieceCid deal(PieceCid piece) {
    int height = piece.height() + subtree.depth();
    if (height > PieceSize.MAX_HEIGHT || height != entry.depth() + 1) {
      throw new IntegrityException(
          "proof puts piece %s into a tree of height %d, its index entry into one of %d"
              .formatted(piece, height, entry.depth() + 1),
          "give the piece, not the deal, or " + AGAIN);
    }
    long size = PieceSize.padded(height);
    if (size < DataSegmentIndex.LEAST_DEAL) {
      throw new IntegrityException(
          "proof is of a deal of %d padded bytes, which has no room for an index".formatted(size),
          AGAIN);
    }
    DataSegment segment =
        new DataSegment(piece.root(), subtree.index() * piece.paddedSize(), piece.paddedSize());
    byte[] root = subtree.root(piece.root());
    PieceCid deal = PieceCid.of(PieceSize.capacity(height), root);
    if (!deal.equals(PieceCid.of(PieceSize.capacity(height), entry.root(segment.entryNode())))) {
      throw new IntegrityException(
          "piece %s and its index entry lead to different deals".formatted(piece), AGAIN);
    }
    long at = entry.index() * DataSegment.ENTRY;
    if (at < DataSegmentIndex.start(size)) {
      throw new IntegrityException(
          "entry of piece %s is at byte %d, before the index of the deal".formatted(piece, at),
          AGAIN);
    }
    return deal;
  }

  /**
   * Checks that a piece lies in a deal.
   *
   * @throws IntegrityException if the proof does not show it
   */
  public void verify(PieceCid piece, PieceCid deal) {
    PieceCid proved = deal(piece);
    if (!proved.v1().equals(deal.v1()) || proved.height() != deal.height()) {
      throw new IntegrityException(
          "proof is of deal %s, not of %s".formatted(proved, deal), "ask for a proof of this deal");
    }
  }
}
