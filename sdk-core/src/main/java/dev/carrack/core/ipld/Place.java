package dev.carrack.core.ipld;

import dev.carrack.core.Cid;
import java.util.List;

/**
 * Where a path ends in a graph of blocks: in which block, and at which value of it. A path that
 * ends on a link ends at the root of the linked block.
 *
 * @param block the block that holds the value
 * @param remaining the keys and indexes that lead to it inside that block; none for the whole block
 */
public record Place(Cid block, List<String> remaining) {
  /** Copies the list. */
  public Place {
    remaining = List.copyOf(remaining);
  }

  /** The CID and the remaining path, as {@code CID/a/0}. */
  @Override
  public String toString() {
    return remaining.isEmpty() ? block.toString() : block + "/" + String.join("/", remaining);
  }
}
