/**
 * Filecoin pieces: the commitment a storage provider proves, and the CID that names it.
 *
 * <p>Start with {@link dev.carrack.core.piece.PieceCid}, the name of a piece (FRC-0069, "PieceCID
 * v2", with conversions from and to v1). {@link dev.carrack.core.piece.PieceHasher} computes it
 * from a stream of bytes in constant memory.
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
