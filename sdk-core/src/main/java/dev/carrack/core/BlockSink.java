package dev.carrack.core;

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
}
