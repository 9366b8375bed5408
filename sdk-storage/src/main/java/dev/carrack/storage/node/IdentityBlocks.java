package dev.carrack.storage.node;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import java.util.Optional;

/** Answers identity CIDs, which carry their data themselves, and asks the store for the others. */
record IdentityBlocks(BlockSource store) implements BlockSource {

  @Override
  public Optional<Block> get(Cid cid) {
    return Block.inside(cid).or(() -> store.get(cid));
  }

  @Override
  public boolean has(Cid cid) {
    return cid.hash().isIdentity() || store.has(cid);
  }
}
