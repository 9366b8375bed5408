package dev.carrack.core.piece;

/**
 * Hashes sibling nodes of a piece tree into their parents, one call per tree level.
 *
 * <p>The node hash is SHA-256 of the 64 bytes {@code left || right} with the two most significant
 * bits of the last byte cleared (sha2-256-trunc254-padded), so that the node is a valid field
 * element. An implementation may keep state and need not be thread-safe.
 */
interface PairHasher {

  /**
   * Hashes {@code pairs} adjacent pairs.
   *
   * @param src children: {@code 64 * pairs} bytes from {@code so}
   * @param so first byte of the children
   * @param pairs number of parents to compute, at least 0
   * @param dst receives {@code 32 * pairs} bytes from {@code d}; may be {@code src} when {@code d
   *     <= so}, because each parent is written after its children were read
   * @param d first byte of the parents
   */
  void hash(byte[] src, int so, int pairs, byte[] dst, int d);
}
