package dev.carrack.storage;

import dev.carrack.core.BlockSink;
import dev.carrack.core.Cid;

/**
 * Writes the blocks of some content: {@code sink -> { gateway.fetch(root, sink); return root; }}.
 */
@FunctionalInterface
public interface DagSource {

  /**
   * Puts the blocks into the sink, in any order, and returns the root of them. Called once, by the
   * thread that stores; the sink is of no use afterwards. It may read from the store that it writes
   * to, but not begin another write there: that would wait for ever.
   */
  Cid writeTo(BlockSink sink);
}
