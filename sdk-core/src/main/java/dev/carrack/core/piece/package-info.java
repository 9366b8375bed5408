/**
 * Filecoin pieces: the commitment a storage provider proves, and the CID that names it.
 *
 * <p>Start with {@link dev.carrack.core.piece.PieceCid}, the name of a piece (FRC-0069, "PieceCID
 * v2", with conversions from and to v1). {@link dev.carrack.core.piece.PieceHasher} computes it
 * from a stream of bytes in constant memory.
 *
 * <pre>{@code
 * PieceHasher hasher = new PieceHasher().keepOutboard();
 * hasher.update(bytes, 0, bytes.length); // again and again; checkpoint() for another process
 * PieceCid piece = hasher.finish();
 * PieceOutboard outboard = hasher.outboard();
 *
 * PieceSource remote = file::read; // a FileChannel, or a client that asks for ranges
 * try (InputStream in = VerifiedPiece.of(outboard, remote).stream(offset, length)) {
 *   in.transferTo(out); // nothing unverified
 * }
 * PieceProof proof = PieceProof.ofPayload(outboard, remote, from, to);
 *
 * DataSegmentDeal deal = DataSegmentDeal.of(1L << 35, List.of(piece, other));
 * deal.prove(0).verify(piece, deal.piece());
 * }</pre>
 *
 * <p>How a commitment comes about: every 127 bytes become 128 by Fr32 (two zero bits after each 254
 * bits), the result is zero-padded to a power of two, cut into 32-byte leaves and hashed pairwise
 * up to one root with SHA-256 whose two top bits are cleared. The hasher works on subtrees of 8,192
 * leaves (260,096 input bytes) and folds their roots in a stack by level.
 *
 * <p>{@link dev.carrack.core.piece.ParallelPieceHasher} uses several threads; {@link
 * dev.carrack.core.piece.PieceCheckpoint} carries the work to another process. {@link
 * dev.carrack.core.piece.PieceOutboard} lets {@link dev.carrack.core.piece.VerifiedPiece} read any
 * range with a check, and {@link dev.carrack.core.piece.PieceProof} prove one. {@link
 * dev.carrack.core.piece.AggregatePiece} names what pieces make up, CommD of a sector included;
 * {@link dev.carrack.core.piece.DataSegmentDeal} puts an index and proofs to it (FRC-0058).
 *
 * <p>Specification: Filecoin spec "Piece / Data representation" and FRC-0069.
 */
@NullMarked
package dev.carrack.core.piece;

import org.jspecify.annotations.NullMarked;
