package dev.carrack.core.pack;

import dev.carrack.core.Cid;
import dev.carrack.core.piece.PieceCid;
import java.util.Optional;

/**
 * A sealed pack as the commit log knows it. Its file never changes, and is the piece byte by byte.
 *
 * @param id its number in this store, never used twice
 * @param bytes the length of its file
 * @param blocks the blocks in it, the index frame not counted
 * @param root the root in its CAR header; a pack written by gc names its own index frame
 * @param piece its PieceCID, unless commitments were switched off
 */
public record PackInfo(int id, long bytes, int blocks, Cid root, Optional<PieceCid> piece) {

  /** The name of its file inside {@code packs/}. */
  public String fileName() {
    return PackFormat.fileName(id);
  }
}
