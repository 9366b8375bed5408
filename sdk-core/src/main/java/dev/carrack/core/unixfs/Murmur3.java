package dev.carrack.core.unixfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * MurmurHash3 x64 128, seed 0, of which UnixFS shards use the first 64 bits. Not a cryptographic
 * hash: whoever chooses names can make them collide. Algorithm: A. Appleby, public domain.
 */
final class Murmur3 {

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  private Murmur3() {}

  /** The first half of the 128-bit hash. */
  static long hash64(byte[] data) {
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    long h1 = 0;
    long h2 = 0;
    while (in.remaining() >= 16) {
      h1 ^= mixK1(in.getLong());
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mixK2(in.getLong());
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    if (in.remaining() > 8) {
      h1 ^= mixK1(in.getLong());
      h2 ^= mixK2(rest(in));
    } else if (in.hasRemaining()) {
      h1 ^= mixK1(rest(in));
    }
    h1 ^= data.length;
    h2 ^= data.length;
    h1 += h2;
    h2 += h1;
    return finish(h1) + finish(h2);
  }

  private static long rest(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; in.hasRemaining(); shift += 8) {
      value |= (in.get() & 0xffL) << shift;
    }
    return value;
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
