package dev.carrack.core.piece;

import static dev.carrack.core.piece.Sha256PairHasher.NODE;

import java.util.Arrays;

/**
 * Nodes of one tree level in order, 32 bytes each in one array: at most 2 MiB for the 65,536
 * subtrees of 1 MiB in the largest piece. Not thread-safe.
 */
final class NodeList {

  private byte[] nodes;
  private int size;

  NodeList() {
    this(new byte[8 * NODE], 0);
  }

  /** A list that begins with the {@code size} nodes of {@code nodes}, which it takes over. */
  NodeList(byte[] nodes, int size) {
    this.nodes = nodes;
    this.size = size;
  }

  int size() {
    return size;
  }

  /** Sets the node at {@code index}, which may be beyond the end: what is between becomes zero. */
  void put(int index, byte[] node) {
    if ((index + 1) * NODE > nodes.length) {
      nodes = Arrays.copyOf(nodes, Math.max(2 * nodes.length, (index + 1) * NODE));
    }
    System.arraycopy(node, 0, nodes, index * NODE, NODE);
    size = Math.max(size, index + 1);
  }

  /** A copy of the nodes, extended to {@code count} with the zero tree of {@code height}. */
  byte[] paddedTo(int count, int height) {
    byte[] all = Arrays.copyOf(nodes, count * NODE);
    for (int i = size; i < count; i++) {
      ZeroSubtrees.copy(height, all, i * NODE);
    }
    return all;
  }
}
