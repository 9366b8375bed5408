package dev.carrack.core.tensor;

/**
 * What a header may ask of this process: the largest known models are far below, and a header at
 * every bound is read in some 64 MiB of heap.
 */
final class Bounds {

  /** Tensors of one file, entries of one container, files of one model. */
  static final int TENSORS = 1 << 16;

  /** Entries of metadata. */
  static final int METADATA = 1 << 14;

  /** Bytes of names and metadata that are kept, in all. */
  static final int TEXT = 16 << 20;

  /** Dimensions of a tensor. */
  static final int DIMENSIONS = 16;

  /** Nesting of metadata that is passed over. */
  static final int DEPTH = 64;

  /** Elements of a list in metadata beyond which only its type and length are kept. */
  static final int LIST = 64;

  private Bounds() {}
}
