package dev.carrack.core;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A block store on the heap, for tests and small graphs. Thread-safe; nothing is durable. */
public final class MemoryBlockStore implements BlockStore {

  private final Map<Multihash, Block> blocks = new ConcurrentHashMap<>();

  /** An empty store. */
  public MemoryBlockStore() {}

  @Override
  public Optional<Block> get(Cid cid) {
    Block block = blocks.get(cid.hash());
    if (block == null) {
      return Optional.empty();
    }
    return Optional.of(
        block.cid().equals(cid) ? block : Block.verified(cid, block.bytes(), "memory"));
  }

  @Override
  public boolean has(Cid cid) {
    return blocks.containsKey(cid.hash());
  }

  @Override
  public void put(Block block) {
    blocks.putIfAbsent(block.cid().hash(), block);
  }

  /** The number of blocks. */
  public int size() {
    return blocks.size();
  }
}
