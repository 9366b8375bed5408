package dev.carrack.core.unixfs;

import dev.carrack.core.ipld.PbLink;
import java.util.ArrayList;
import java.util.List;

/**
 * Stacks leaves into the balanced tree of a file while they come: a level that is full becomes a
 * node of the level above, so that no more than {@code width × levels} links are held however long
 * the file is.
 */
final class BalancedTree {

  private final BlockWriter out;
  private final List<List<Imported>> levels = new ArrayList<>();

  BalancedTree(BlockWriter out) {
    this.out = out;
  }

  void add(Imported leaf) {
    add(leaf, 0);
  }

  /** The root; a single leaf is its own root, no leaf at all is the empty leaf. */
  Imported finish() {
    if (levels.isEmpty()) {
      return out.leaf(new byte[0], 0, 0);
    }
    for (int i = 0; ; i++) {
      List<Imported> level = levels.get(i);
      boolean top = i == levels.size() - 1;
      if (top && level.size() == 1) {
        return level.get(0);
      }
      // Below the top even a single node gets its parent: all leaves lie at one depth.
      if (!level.isEmpty()) {
        flush(i);
      }
    }
  }

  private void add(Imported child, int depth) {
    if (levels.size() == depth) {
      levels.add(new ArrayList<>());
    }
    levels.get(depth).add(child);
    if (levels.get(depth).size() == out.profile().width()) {
      flush(depth);
    }
  }

  private void flush(int depth) {
    List<Imported> children = levels.get(depth);
    List<PbLink> links = new ArrayList<>(children.size());
    long[] sizes = new long[children.size()];
    long total = 0;
    for (int i = 0; i < sizes.length; i++) {
      Imported child = children.get(i);
      sizes[i] = child.size();
      total += child.size();
      // The name is empty, not absent: the vectors of IPIP-499 say so, its text does not.
      links.add(PbLink.of(child.cid(), "", child.dagSize()));
    }
    children.clear();
    add(out.node(EntryKind.FILE, links, UnixFsMessage.file(total, sizes), total), depth + 1);
  }
}
