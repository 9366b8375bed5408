package dev.carrack.core.provenance;

import java.util.ArrayList;
import java.util.List;

/** RFC 6962 section 2.1 word for word: recursive, slow, and nothing shared with MerkleTree. */
final class NaiveTree {

  private NaiveTree() {}

  static Digest root(List<Digest> leaves) {
    if (leaves.isEmpty()) {
      return Digest.sha256();
    }
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int k = split(leaves.size());
    return node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
  }

  static List<Digest> path(int m, List<Digest> leaves) {
    int n = leaves.size();
    if (n == 1) {
      return List.of();
    }
    int k = split(n);
    if (m < k) {
      return with(path(m, leaves.subList(0, k)), root(leaves.subList(k, n)));
    }
    return with(path(m - k, leaves.subList(k, n)), root(leaves.subList(0, k)));
  }

  static List<Digest> proof(int m, List<Digest> leaves, boolean whole) {
    int n = leaves.size();
    if (m == n) {
      return whole ? List.of() : List.of(root(leaves));
    }
    int k = split(n);
    if (m <= k) {
      return with(proof(m, leaves.subList(0, k), whole), root(leaves.subList(k, n)));
    }
    return with(proof(m - k, leaves.subList(k, n), false), root(leaves.subList(0, k)));
  }

  private static List<Digest> with(List<Digest> list, Digest last) {
    List<Digest> out = new ArrayList<>(list);
    out.add(last);
    return out;
  }

  private static Digest node(Digest left, Digest right) {
    return Digest.sha256(new byte[] {1}, left.bytes(), right.bytes());
  }

  private static int split(int n) {
    int k = 1;
    while (2 * k < n) {
      k *= 2;
    }
    return k;
  }
}
