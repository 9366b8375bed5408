package dev.carrack.core;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntFunction;

/** A source that can read a block without making the {@link Block}. */
public interface BlockReader extends BlockSource {

  /**
   * The bytes of a block, checked against the CID as {@link #get} checks them, or empty if it is
   * not here. What the memory holds after an exception is not content: do not look at it.
   *
   * @param memory gives an array of exactly the length it is asked for, whatever is in it
   * @return the array
   * @throws IntegrityException if bytes are here but are not those of the CID
   * @throws StorageException if the medium fails
   * @throws IllegalArgumentException if the array has another length
   */
  Optional<byte[]> read(Cid cid, IntFunction<byte[]> memory);

  /**
   * Reads a whole block past the hash function and keeps a part of it: copies bytes to {@code out},
   * from {@code offset} of the block on, as many as there are (none, where the offset lies behind
   * them) and {@code out} has room for. If the block is not what the CID says, {@code out} is where
   * it was and has zeros behind.
   *
   * @return the size of the whole block in bytes, or -1 if it is not here
   * @throws IntegrityException if bytes are here but are not those of the CID
   * @throws StorageException if the medium fails
   * @throws IndexOutOfBoundsException if the offset is negative
   */
  int scan(Cid cid, int offset, ByteBuffer out);
}
