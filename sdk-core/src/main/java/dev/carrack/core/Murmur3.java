package dev.carrack.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * MurmurHash3 x64 128, seed 0, its two halves big-endian as the multicodec table's users write
 * them. Not a cryptographic hash: whoever chooses the input can make it collide. Algorithm: A.
 * Appleby, public domain.
 */
final class Murmur3 extends MessageDigest {

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  private final int digestLength;
  private final ByteBuffer block = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
  private long h1;
  private long h2;
  private long length;

  Murmur3(int digestLength) {
    super("murmur3");
    this.digestLength = digestLength;
  }

  @Override
  protected void engineUpdate(byte input) {
    block.put(input);
    if (!block.hasRemaining()) {
      h1 ^= mixK1(block.getLong(0));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mixK2(block.getLong(8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
      block.clear();
    }
    length++;
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      engineUpdate(input[i]);
    }
  }

  @Override
  protected byte[] engineDigest() {
    Arrays.fill(block.array(), block.position(), block.capacity(), (byte) 0);
    h1 ^= mixK1(block.getLong(0)) ^ length; // a part that is missing is zero and mixes to zero
    h2 ^= mixK2(block.getLong(8)) ^ length;
    h1 += h2;
    h2 += h1;
    long first = finish(h1);
    long second = finish(h2);
    first += second;
    byte[] out = ByteBuffer.allocate(16).putLong(first).putLong(second + first).array();
    engineReset();
    return Arrays.copyOf(out, digestLength);
  }

  @Override
  protected void engineReset() {
    block.clear();
    h1 = 0;
    h2 = 0;
    length = 0;
  }

  private static long mixK1(long k) {
    return Long.rotateLeft(k * C1, 31) * C2;
  }

  private static long mixK2(long k) {
    return Long.rotateLeft(k * C2, 33) * C1;
  }

  private static long finish(long hash) {
    long h = hash;
    h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }
}
