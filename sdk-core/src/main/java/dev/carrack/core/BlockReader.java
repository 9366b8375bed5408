package dev.carrack.core;

import java.util.Optional;
import java.util.function.IntFunction;

/** A source that can read a block into memory which its caller provides and may use again. */
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
}
