package dev.carrack.core.provenance;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The append-only Merkle tree of RFC 6962 section 2.1 (the same as RFC 9162 section 2.1): SHA-256,
 * leaves hashed with a 0x00 prefix and inner nodes with 0x01, so that a leaf can never pass for a
 * node. It holds leaf hashes, never the entries, at about 36 bytes an entry.
 *
 * <p>Roots and proofs can be asked for at any earlier size; each costs O(log n) hashes. Sizes and
 * indices are counts of entries. Not thread-safe: {@link ProvenanceLog} guards its own.
 */
public final class MerkleTree {

  /** The root of the tree without entries: SHA-256 of nothing. */
  public static final Digest EMPTY_ROOT = Digest.sha256();

  // Perfect subtrees of 2, 4 and 8 leaves are recomputed instead of stored: that keeps the tree at
  // 36 bytes an entry instead of 64, for at most 7 hashes a node.
  private static final int FIRST_STORED_LEVEL = 4;

  private final List<Hashes> levels = new ArrayList<>();

  /** An empty tree. */
  public MerkleTree() {
    levels.add(new Hashes());
  }

  /** A tree over the given leaf hashes, in order. */
  public static MerkleTree of(List<Digest> leafHashes) {
    MerkleTree tree = new MerkleTree();
    leafHashes.forEach(tree::append);
    return tree;
  }

  /** The hash of an entry as a leaf: SHA-256(0x00 || entry). */
  public static Digest leafHash(byte[] entry) {
    return Digest.sha256(new byte[] {0}, entry);
  }

  /** The hash of an inner node: SHA-256(0x01 || left || right). */
  public static Digest nodeHash(Digest left, Digest right) {
    MessageDigest hash = Digest.newHash();
    hash.update((byte) 1);
    left.addTo(hash);
    right.addTo(hash);
    return Digest.finish(hash);
  }

  /** Adds a leaf hash at index {@link #size()}. */
  public void append(Digest leafHash) {
    levels.get(0).add(leafHash);
    int size = size();
    for (int level = FIRST_STORED_LEVEL; size % (1 << level) == 0; level++) {
      while (levels.size() <= level) {
        levels.add(new Hashes());
      }
      levels.get(level).add(join(level, (size >>> level) - 1));
      if (level == 30) {
        break;
      }
    }
  }

  /** How many leaves the tree has. */
  public int size() {
    return levels.get(0).count;
  }

  /**
   * The leaf hash at an index.
   *
   * @throws IllegalArgumentException if there is no such leaf
   */
  public Digest leaf(int index) {
    if (index < 0 || index >= size()) {
      throw new IllegalArgumentException(
          "no leaf " + index + " in a tree of " + size() + " entries: indices start at 0");
    }
    return levels.get(0).at(index);
  }

  /** The root over all leaves. */
  public Digest root() {
    return root(size());
  }

  /**
   * The root the tree had when it held {@code size} leaves.
   *
   * @throws IllegalArgumentException if the tree never had that size
   */
  public Digest root(int size) {
    requireSize(size);
    return size == 0 ? EMPTY_ROOT : range(0, size);
  }

  /**
   * The audit path of RFC 6962 section 2.1.1 for one leaf in the tree of {@code size} leaves.
   *
   * @throws IllegalArgumentException unless 0 &lt;= index &lt; size &lt;= {@link #size()}
   */
  public InclusionProof inclusion(int index, int size) {
    requireSize(size);
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "no leaf " + index + " in a tree of " + size + " entries: indices start at 0");
    }
    List<Digest> path = new ArrayList<>();
    int start = 0;
    int end = size;
    while (end - start > 1) {
      int middle = start + split(end - start);
      if (index < middle) {
        path.add(range(middle, end));
        end = middle;
      } else {
        path.add(range(start, middle));
        start = middle;
      }
    }
    // The descent meets the sibling nearest the root first; the RFC lists the nearest leaf first.
    Collections.reverse(path);
    return new InclusionProof(index, size, path);
  }

  /**
   * The proof of RFC 6962 section 2.1.2 that the tree of {@code first} leaves is a prefix of the
   * tree of {@code second}.
   *
   * @throws IllegalArgumentException unless 1 &lt;= first &lt;= second &lt;= {@link #size()}
   */
  public ConsistencyProof consistency(int first, int second) {
    requireSize(second);
    if (first < 1 || first > second) {
      throw new IllegalArgumentException(
          "no consistency proof from size "
              + first
              + " to "
              + second
              + ": need 1 <= first <= second");
    }
    List<Digest> path = new ArrayList<>();
    int start = 0;
    int end = second;
    while (end != first) {
      int middle = start + split(end - start);
      if (first <= middle) {
        path.add(range(middle, end));
        end = middle;
      } else {
        path.add(range(start, middle));
        start = middle;
      }
    }
    if (start != 0) {
      path.add(range(start, end)); // the old tree is not a whole subtree: its last part is needed
    }
    Collections.reverse(path);
    return new ConsistencyProof(first, second, path);
  }

  /** The roots of the perfect subtrees that the first {@code size} leaves are made of. */
  List<Digest> frontier(int size) {
    requireSize(size);
    List<Digest> roots = new ArrayList<>();
    int start = 0;
    while (start < size) {
      int width = Integer.highestOneBit(size - start);
      roots.add(range(start, start + width));
      start += width;
    }
    return roots;
  }

  /** Root of leaves [start, end), where start is aligned as the RFC's recursion makes it. */
  private Digest range(int start, int end) {
    int count = end - start;
    if (Integer.bitCount(count) == 1) {
      int level = Integer.numberOfTrailingZeros(count);
      return node(level, start >>> level);
    }
    int middle = start + split(count);
    return nodeHash(range(start, middle), range(middle, end));
  }

  private Digest node(int level, int index) {
    if (level == 0 || level >= FIRST_STORED_LEVEL) {
      return levels.get(level).at(index);
    }
    return join(level, index);
  }

  private Digest join(int level, int index) {
    return nodeHash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
  }

  /** The largest power of two smaller than {@code count}, which is at least 2. */
  private static int split(int count) {
    return Integer.highestOneBit(count - 1);
  }

  private void requireSize(int size) {
    if (size < 0 || size > size()) {
      throw new IllegalArgumentException(
          "the tree has " + size() + " entries: no root or proof at size " + size);
    }
  }

  /** Digests laid end to end in chunks of at most 1 MiB, so that growing never copies much. */
  private static final class Hashes {
    private static final int CHUNK = 1 << 15;

    private final List<byte[]> chunks = new ArrayList<>();
    private int count;

    void add(Digest hash) {
      int slot = count % CHUNK;
      if (slot == 0) {
        chunks.add(new byte[Digest.SIZE]);
      }
      int last = chunks.size() - 1;
      byte[] chunk = chunks.get(last);
      if (chunk.length < (slot + 1) * Digest.SIZE) {
        chunk = Arrays.copyOf(chunk, Math.min(2 * chunk.length, CHUNK * Digest.SIZE));
        chunks.set(last, chunk);
      }
      hash.put(chunk, slot * Digest.SIZE);
      count++;
    }

    Digest at(int index) {
      byte[] chunk = chunks.get(index / CHUNK);
      int from = (index % CHUNK) * Digest.SIZE;
      return Digest.of(Arrays.copyOfRange(chunk, from, from + Digest.SIZE));
    }
  }
}
