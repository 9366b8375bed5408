package dev.carrack.core;

import java.util.Optional;

/**
 * Somewhere to read blocks from. Content is found by multihash: a CID of another version or codec
 * with the same multihash finds the same bytes. Implementations are thread-safe.
 */
public interface BlockSource {

  /**
   * The block, its bytes checked against the CID, or empty if it is not here.
   *
   * @throws IntegrityException if bytes are here but are not those of the CID
   * @throws StorageException if the medium fails
   */
  Optional<Block> get(Cid cid);

  /** Whether {@link #get} would find a block, without reading or checking its bytes. */
  boolean has(Cid cid);

  /**
   * The block that must be here.
   *
   * @throws NotFoundException if it is not
   */
  default Block require(Cid cid) {
    return get(cid)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "block " + cid + " is not here", "import or fetch the data that holds it"));
  }
}
