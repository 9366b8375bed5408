package dev.carrack.core.piece;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A deal that aggregates pieces under an index: its commitment, its payload, and the proof for each
 * piece that it is in there and can be found. Immutable and thread-safe. Specification: FRC-0058.
 */
public final class DataSegmentDeal {

  private final long size;
  private final List<PieceCid> pieces;
  private final List<DataSegment> segments;
  private final PlacedTree tree;
  private final PieceCid deal;

  private DataSegmentDeal(long size, List<PieceCid> pieces, List<PlacedTree.Subroot> roots) {
    this.size = size;
    this.pieces = List.copyOf(pieces);
    List<DataSegment> placed = new ArrayList<>();
    List<PlacedTree.Subroot> all = new ArrayList<>(roots);
    long entry = DataSegmentIndex.start(size) / DataSegment.ENTRY;
    for (int i = 0; i < pieces.size(); i++) {
      PieceCid piece = pieces.get(i);
      long offset = 32 * roots.get(i).first();
      DataSegment segment = new DataSegment(piece.root(), offset, piece.paddedSize());
      placed.add(segment);
      all.add(new PlacedTree.Subroot(1, entry + i, segment.entryNode()));
    }
    this.segments = List.copyOf(placed);
    int height = PieceSize.heightOfPadded(size);
    this.tree = new PlacedTree(height, List.copyOf(all));
    this.deal = PieceCid.of(PieceSize.capacity(height), tree.root());
  }

  /**
   * Places pieces in the order given; in descending order of size nothing is wasted between them.
   *
   * @param dealSize padded bytes, a power of two from 512 to 64 GiB
   * @throws IllegalArgumentException if there is no such deal size
   * @throws LimitException if the pieces are more than the index has entries, or do not fit before
   *     it
   */
  public static DataSegmentDeal of(long dealSize, List<PieceCid> pieces) {
    int entries = DataSegmentIndex.entries(dealSize);
    if (pieces.size() > entries) {
      throw new LimitException(
          "%d pieces, but the index of a deal of %d bytes has %d entries"
              .formatted(pieces.size(), dealSize, entries),
          "use a larger deal or several");
    }
    Placement placement = new Placement(pieces);
    if (placement.size() > DataSegmentIndex.start(dealSize)) {
      throw new LimitException(
          "pieces take %d bytes of a deal of %d, whose index begins at %d"
              .formatted(placement.size(), dealSize, DataSegmentIndex.start(dealSize)),
          "put the larger ones first, or use a larger deal");
    }
    return new DataSegmentDeal(dealSize, pieces, placement.roots());
  }

  /** The deal's piece: its payload, index included, fills all its room. */
  public PieceCid piece() {
    return deal;
  }

  /** Where the pieces lie, in the order given. */
  public List<DataSegment> segments() {
    return segments;
  }

  /**
   * Proves that a piece is in the deal and in its index.
   *
   * @param segment which one, in the order given
   * @throws IndexOutOfBoundsException if there is no such piece
   */
  public SegmentProof prove(int segment) {
    int height = pieces.get(segment).height();
    long index = segments.get(segment).offset() / 32 >> height;
    long entry = DataSegmentIndex.start(size) / DataSegment.ENTRY + segment;
    return new SegmentProof(
        new TreePath(index, tree.path(height, index)), new TreePath(entry, tree.path(1, entry)));
  }

  /** The index as the payload has it: 127 bytes for each two entries. */
  public byte[] index() {
    int used = (segments.size() + 1) / 2;
    byte[] padded = new byte[used * Fr32.OUT];
    for (int i = 0; i < segments.size(); i++) {
      byte[] entry = segments.get(i).entry();
      System.arraycopy(entry, 0, padded, i * DataSegment.ENTRY, DataSegment.ENTRY);
    }
    byte[] payload = new byte[(int) (deal.rawSize() - DataSegmentIndex.payloadStart(size))];
    Fr32.contract(padded, used, payload);
    return payload;
  }

  /**
   * Writes the deal's payload: pieces, zeros and index, {@code piece().rawSize()} bytes.
   *
   * @param payloads the payload of each piece, in the order given; the caller closes them
   * @throws IntegrityException if a payload is not its piece; what was written is then worthless
   * @throws IllegalArgumentException if there is not one for each piece
   * @throws IOException if a stream fails
   */
  public void write(List<InputStream> payloads, OutputStream out) throws IOException {
    if (payloads.size() != pieces.size()) {
      throw new IllegalArgumentException(
          "%d payloads for %d pieces".formatted(payloads.size(), pieces.size()));
    }
    byte[] buffer = new byte[1 << 16];
    long at = 0;
    for (int i = 0; i < pieces.size(); i++) {
      zeros(segments.get(i).payloadOffset() - at, out);
      copy(pieces.get(i), payloads.get(i), buffer, out);
      at = segments.get(i).payloadOffset() + pieces.get(i).rawSize();
    }
    zeros(DataSegmentIndex.payloadStart(size) - at, out);
    out.write(index());
  }

  private static void copy(PieceCid piece, InputStream in, byte[] buffer, OutputStream out)
      throws IOException {
    PieceHasher hasher = new PieceHasher();
    for (long left = piece.rawSize(); left > 0; ) {
      int n = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
      if (n == 0) {
        break;
      }
      hasher.update(buffer, 0, n);
      out.write(buffer, 0, n);
      left -= n;
    }
    if (in.read() >= 0 || !hasher.finish().equals(piece)) {
      throw new IntegrityException(
          "payload is not that of piece " + piece, "fetch it again; drop what was written");
    }
  }

  private static void zeros(long count, OutputStream out) throws IOException {
    byte[] zeros = new byte[1 << 13];
    for (long left = count; left > 0; ) {
      int n = (int) Math.min(zeros.length, left);
      out.write(zeros, 0, n);
      left -= n;
    }
  }
}
