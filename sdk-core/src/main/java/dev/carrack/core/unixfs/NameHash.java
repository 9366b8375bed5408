package dev.carrack.core.unixfs;

import dev.carrack.core.HashFunction;
import java.nio.ByteBuffer;

/** Where a name belongs in a sharded directory: the first 64 bits of MurmurHash3 x64 128. */
final class NameHash {

  private NameHash() {}

  static long of(byte[] name) {
    return ByteBuffer.wrap(HashFunction.MURMUR3_X64_64.newDigest().digest(name)).getLong();
  }
}
