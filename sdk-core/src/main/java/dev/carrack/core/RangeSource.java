package dev.carrack.core;

import java.nio.ByteBuffer;

/** A source that can hand out a part of a block without making the {@link Block}. */
public interface RangeSource extends BlockSource {

  /**
   * Copies bytes of a block to {@code out}, from {@code offset} of the block on, as many as there
   * are (none, where the offset lies behind them) and {@code out} has room for. The whole block was
   * checked against the CID before.
   *
   * @return the size of the whole block in bytes, or -1 if it is not here
   * @throws IntegrityException if bytes are here but are not those of the CID
   * @throws StorageException if the medium fails
   * @throws IndexOutOfBoundsException if the offset is negative
   */
  int read(Cid cid, int offset, ByteBuffer out);
}
