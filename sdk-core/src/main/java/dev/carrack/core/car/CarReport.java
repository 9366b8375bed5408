package dev.carrack.core.car;

import dev.carrack.core.Cid;
import java.util.List;
import java.util.Optional;

/**
 * What {@link Car#verify} found in a CAR without fault.
 *
 * @param version 1 or 2
 * @param roots the roots that the header names; nobody checked that their graphs are complete
 * @param blocks sections, repeats included
 * @param payloadBytes length of the CARv1 without padding
 * @param index form of the index it carries
 * @param entries entries of that index, each of which points to a section of its digest
 * @param unindexed sections of other than identity CIDs that it does not list; 0 without an index
 */
public record CarReport(
    int version,
    List<Cid> roots,
    long blocks,
    long payloadBytes,
    Optional<CarIndex.Form> index,
    long entries,
    long unindexed) {

  /** Copies the list. */
  public CarReport {
    roots = List.copyOf(roots);
  }
}
