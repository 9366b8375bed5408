package dev.carrack.core.unixfs;

import dev.carrack.core.ipld.PbLink;
import java.util.ArrayList;
import java.util.List;

/**
 * Stacks leaves into the balanced tree of a file while they come: a level that is over-full becomes
 * a node of the level above, so that no more than {@code width × levels} links are held however
 * long the file is.
 */
final class BalancedTree {

  private final BlockWriter out;
  private final List<List<Imported>> levels = new ArrayList<>();

  BalancedTree(BlockWriter out) {
    this.out = out;
  }

  /**
   * Says that one more leaf is about to be written: nodes that are full come before it, so that all
   * blocks below a node lie together in front of it.
   */
  void expectLeaf() {
    int width = out.profile().width();
    for (int i = 0; i < levels.size() && levels.get(i).size() == width; i++) {
      flush(i, NodeFacts.NONE);
    }
  }

  void add(Imported leaf) {
    add(leaf, 0);
  }

  Imported finish() {
    return finish(NodeFacts.NONE);
  }

  /**
   * The root; a single leaf is its own root, no leaf at all is the empty leaf.
   *
   * @param facts of the root, where that is no leaf
   */
  Imported finish(NodeFacts facts) {
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
        flush(i, top ? facts : NodeFacts.NONE);
      }
    }
  }

  private void add(Imported child, int depth) {
    if (levels.size() == depth) {
      levels.add(new ArrayList<>());
    }
    // Not before the next child is there: the last node to be written is the root and knows it.
    if (levels.get(depth).size() == out.profile().width()) {
      flush(depth, NodeFacts.NONE);
    }
    levels.get(depth).add(child);
  }

  private void flush(int depth, NodeFacts facts) {
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
    add(out.node(EntryKind.FILE, links, UnixFsMessage.file(total, sizes, facts), total), depth + 1);
  }
}
