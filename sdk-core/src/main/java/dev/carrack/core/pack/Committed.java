package dev.carrack.core.pack;

import dev.carrack.core.Cid;
import java.util.List;

/**
 * What a commit made durable.
 *
 * @param root the root it was given
 * @param packs the packs written, in their order; none if every block was there before
 * @param blocks the blocks put, repeats included
 * @param bytes their bytes
 * @param newBlocks those that were not there before
 * @param newBytes their bytes
 */
public record Committed(
    Cid root, List<PackInfo> packs, long blocks, long bytes, long newBlocks, long newBytes) {

  /** Copies the list. */
  public Committed {
    packs = List.copyOf(packs);
  }
}
