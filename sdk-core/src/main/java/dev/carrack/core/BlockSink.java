package dev.carrack.core;

import java.util.Arrays;
import java.util.Objects;

/**
 * Somewhere to write blocks to. When and how a block becomes durable is the implementation's to
 * say.
 */
public interface BlockSink {

  /**
   * Keeps the block; a block that is already kept is left as it is.
   *
   * @throws StorageException if the medium fails or is full
   */
  void put(Block block);

  /**
   * Makes a block of a range of {@code bytes} under a version 1 CID with SHA-256 and puts it. The
   * array stays the caller's, who may change it as soon as this returns: what is kept is a copy,
   * and the CID is that of the copy. A sink that writes bytes elsewhere does without a {@link
   * Block}, and so without an array for each.
   *
   * @return the block's CID
   * @throws IndexOutOfBoundsException if the range is not within the array
   * @throws StorageException if the medium fails or is full
   */
  default Cid put(Codec codec, byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    Block block = Block.adopt(codec, Arrays.copyOfRange(bytes, offset, offset + length));
    put(block);
    return block.cid();
  }

  /** Keeps nothing and copies nothing: for imports that only want the CID. */
  static BlockSink none() {
    return NoBlocks.SINK;
  }
}
