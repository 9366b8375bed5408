package dev.carrack.core.provenance;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a {@link MerkleTree}: roots of the perfect subtrees its size is made of,
 * largest first. It is all that is needed to go on appending and to know the root, in 32 bytes a
 * subtree. Not thread-safe.
 */
final class CompactRange {

  private final List<Digest> roots;
  private long size;

  private CompactRange(long size, List<Digest> roots) {
    this.size = size;
    this.roots = new ArrayList<>(roots);
  }

  /**
   * The edge of a tree of {@code size} leaves, with {@code leaves} appended.
   *
   * @throws IllegalArgumentException unless there are as many roots as bits set in the size
   */
  static CompactRange of(long size, List<Digest> roots, List<Digest> leaves) {
    if (size < 0 || Long.bitCount(size) != roots.size()) {
      throw new IllegalArgumentException(
          "a tree of "
              + size
              + " leaves has an edge of "
              + Long.bitCount(size)
              + " roots, not "
              + roots.size());
    }
    CompactRange range = new CompactRange(size, roots);
    leaves.forEach(range::append);
    return range;
  }

  void append(Digest leafHash) {
    Digest node = leafHash;
    // Each trailing 1 bit of the size is a perfect subtree that the new one completes.
    for (long bits = size; (bits & 1) == 1; bits >>>= 1) {
      node = MerkleTree.nodeHash(roots.remove(roots.size() - 1), node);
    }
    roots.add(node);
    size++;
  }

  long size() {
    return size;
  }

  Digest root() {
    if (roots.isEmpty()) {
      return MerkleTree.EMPTY_ROOT;
    }
    Digest root = roots.get(roots.size() - 1);
    for (int i = roots.size() - 2; i >= 0; i--) {
      root = MerkleTree.nodeHash(roots.get(i), root);
    }
    return root;
  }
}
