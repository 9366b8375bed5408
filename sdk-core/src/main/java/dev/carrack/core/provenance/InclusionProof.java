package dev.carrack.core.provenance;

import java.util.List;

/**
 * Evidence that one entry is in a {@link MerkleTree}: the audit path of RFC 6962 section 2.1.1,
 * checked by the algorithm of RFC 9162 section 2.1.3.2.
 *
 * @param index position of the entry, from 0
 * @param size number of entries in the tree the proof is about
 * @param path sibling hashes, nearest the leaf first
 */
public record InclusionProof(long index, long size, List<Digest> path) {

  /**
   * @throws IllegalArgumentException unless 0 &lt;= index &lt; size and the path has at most 63
   *     hashes
   */
  public InclusionProof {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "an inclusion proof needs 0 <= index < size, not index " + index + " of " + size);
    }
    path = List.copyOf(path);
    ConsistencyProof.requirePath(path);
  }

  /** Whether the path leads from {@code leafHash} at this index to {@code root} at this size. */
  public boolean proves(Digest leafHash, Digest root) {
    long node = index;
    long last = size - 1;
    Digest hash = leafHash;
    for (Digest sibling : path) {
      if (last == 0) {
        return false; // longer than the tree is high
      }
      if ((node & 1) == 1 || node == last) {
        hash = MerkleTree.nodeHash(sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = MerkleTree.nodeHash(hash, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && hash.equals(root);
  }
}
