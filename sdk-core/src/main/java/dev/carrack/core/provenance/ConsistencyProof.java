package dev.carrack.core.provenance;

import java.util.List;

/**
 * Evidence that a {@link MerkleTree} only grew: the tree of {@code first} entries is a prefix of
 * the tree of {@code second}. RFC 6962 section 2.1.2, checked by the algorithm of RFC 9162 section
 * 2.1.4.2.
 *
 * @param first number of entries of the older tree, at least 1
 * @param second number of entries of the newer tree
 * @param path the hashes of the proof, in the RFC's order
 */
public record ConsistencyProof(long first, long second, List<Digest> path) {

  private static final int HIGHEST_TREE = 63; // of 2^63 - 1 entries

  /**
   * @throws IllegalArgumentException unless 1 &lt;= first &lt;= second and the path has at most 64
   *     hashes
   */
  public ConsistencyProof {
    if (first < 1 || first > second) {
      throw new IllegalArgumentException(
          "a consistency proof needs 1 <= first <= second, not " + first + " and " + second);
    }
    path = List.copyOf(path);
    requirePath(path);
  }

  static void requirePath(List<Digest> path) {
    if (path.size() > HIGHEST_TREE + 1) {
      throw new IllegalArgumentException(
          "a Merkle proof has at most " + (HIGHEST_TREE + 1) + " hashes, not " + path.size());
    }
  }

  /** Whether the proof ties {@code firstRoot} to {@code secondRoot} at the two sizes. */
  public boolean proves(Digest firstRoot, Digest secondRoot) {
    if (first == second) {
      return path.isEmpty() && firstRoot.equals(secondRoot);
    }
    if (path.isEmpty()) {
      return false;
    }
    long node = first - 1;
    long last = second - 1;
    while ((node & 1) == 1) {
      node >>>= 1;
      last >>>= 1;
    }
    // When the old tree is a whole subtree of the new one, its root is where both walks start.
    boolean whole = node == 0;
    Digest older = whole ? firstRoot : path.get(0);
    Digest newer = older;
    for (Digest sibling : path.subList(whole ? 0 : 1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        older = MerkleTree.nodeHash(sibling, older);
        newer = MerkleTree.nodeHash(sibling, newer);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        newer = MerkleTree.nodeHash(newer, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && older.equals(firstRoot) && newer.equals(secondRoot);
  }
}
