package dev.carrack.core.piece;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The definition of a piece commitment, one bit and one node at a time: slow, and sharing no line
 * with what it judges.
 */
final class NaivePiece {
  private NaivePiece() {}

  static byte[] fr32(byte[] payload) {
    byte[] out = new byte[payload.length / 127 * 128];
    int from = 0;
    for (int to = 0; to < out.length * 8; to++) {
      if (to % 256 < 254) {
        int bit = payload[from / 8] >> from % 8 & 1;
        out[to / 8] |= (byte) (bit << to % 8);
        from++;
      }
    }
    return out;
  }

  static byte[] root(byte[] payload) {
    int size = 127;
    while (size < payload.length) {
      size *= 2;
    }
    return node(fr32(Arrays.copyOf(payload, size)));
  }

  private static byte[] node(byte[] leaves) {
    if (leaves.length == 32) {
      return leaves;
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(node(Arrays.copyOfRange(leaves, 0, leaves.length / 2)));
      byte[] hash =
          sha256.digest(node(Arrays.copyOfRange(leaves, leaves.length / 2, leaves.length)));
      hash[31] = (byte) (hash[31] & 63);
      return hash;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
