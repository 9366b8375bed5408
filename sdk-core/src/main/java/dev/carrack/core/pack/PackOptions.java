package dev.carrack.core.pack;

/** How packs are cut. Immutable; start from {@link #defaults()}. */
public final class PackOptions {

  /** The largest piece that providers take, in bytes: 1 GiB times 127/128. */
  public static final long MAX_PACK_BYTES = 1_065_353_216;

  /** The smallest limit that can be asked for, in bytes (64 KiB). */
  public static final long MIN_PACK_BYTES = 64 << 10;

  /** The most blocks of a pack: keeps its index frame below 2 MiB. */
  public static final int MAX_PACK_BLOCKS = 32_768;

  /** Whether PieceCIDs are computed while packs are written. */
  public enum Commitments {
    /** Each pack gets its PieceCID; costs about as much time as four SHA-256 passes. */
    COMPUTE,
    /** Packs have no PieceCID, for stores that will never be published. */
    SKIP
  }

  private static final PackOptions DEFAULTS =
      new PackOptions(MAX_PACK_BYTES, MAX_PACK_BLOCKS, Commitments.COMPUTE);

  private final long packBytes;
  private final int packBlocks;
  private final Commitments commitments;

  private PackOptions(long packBytes, int packBlocks, Commitments commitments) {
    this.packBytes = packBytes;
    this.packBlocks = packBlocks;
    this.commitments = commitments;
  }

  /** Packs as large as a piece may be, with their PieceCIDs. */
  public static PackOptions defaults() {
    return DEFAULTS;
  }

  /**
   * With another limit for a pack file, header and index frame included. A pack holds at least one
   * block, so only a limit smaller than a block is ever exceeded.
   *
   * @param bytes {@link #MIN_PACK_BYTES} to {@link #MAX_PACK_BYTES}
   */
  public PackOptions withPackBytes(long bytes) {
    if (bytes < MIN_PACK_BYTES || bytes > MAX_PACK_BYTES) {
      throw new IllegalArgumentException(
          "a pack has %d to %d bytes, not %d".formatted(MIN_PACK_BYTES, MAX_PACK_BYTES, bytes));
    }
    return new PackOptions(bytes, packBlocks, commitments);
  }

  /**
   * With another limit for the blocks of a pack.
   *
   * @param blocks 1 to {@link #MAX_PACK_BLOCKS}
   */
  public PackOptions withPackBlocks(int blocks) {
    if (blocks < 1 || blocks > MAX_PACK_BLOCKS) {
      throw new IllegalArgumentException(
          "a pack has 1 to %d blocks, not %d".formatted(MAX_PACK_BLOCKS, blocks));
    }
    return new PackOptions(packBytes, blocks, commitments);
  }

  /** With or without PieceCIDs. */
  public PackOptions withCommitments(Commitments choice) {
    return new PackOptions(packBytes, packBlocks, choice);
  }

  /** The limit of a pack file in bytes. */
  public long packBytes() {
    return packBytes;
  }

  /** The limit of a pack's blocks. */
  public int packBlocks() {
    return packBlocks;
  }

  /** Whether PieceCIDs are computed. */
  public Commitments commitments() {
    return commitments;
  }
}
