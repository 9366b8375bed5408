package dev.carrack.core.unixfs;

import java.util.Optional;

/** Cuts the leaves of a file again into those of another profile, from the same read. */
final class Recut {

  private final int size;
  private final FileTree tree;
  private final byte[] leaf;
  private int filled;

  Recut(BlockWriter out, NodeFacts facts) {
    this.size = out.profile().chunkSize();
    this.leaf = new byte[size];
    this.tree = new FileTree(out, facts, Optional.empty());
  }

  void add(byte[] bytes, int from, int length) {
    for (int at = from, end = from + length; at < end; ) {
      int count = Math.min(size - filled, end - at);
      System.arraycopy(bytes, at, leaf, filled, count);
      filled += count;
      at += count;
      if (filled == size) {
        flush();
      }
    }
  }

  private void flush() {
    tree.leaf(leaf, 0, filled);
    filled = 0;
  }

  Imported finish() {
    if (filled > 0) {
      flush();
    }
    return tree.finish();
  }
}
