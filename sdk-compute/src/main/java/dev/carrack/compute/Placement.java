package dev.carrack.compute;

import java.util.List;
import java.util.Optional;

/**
 * One way to do a job: which holder the input comes from, where it runs, on what, prepared beside
 * the data or not; what that takes; and why not, if it will not do. Immutable.
 *
 * @param holder the site that the input is taken from
 * @param site the site where it runs
 * @param offer the GPUs it runs on, if any
 * @param prepared whether the preparation runs at the holder first
 * @param terms what it takes; empty where a price or time is unknown
 * @param rejections why it will not do, empty if it will
 */
public record Placement(
    Site holder,
    Site site,
    Optional<GpuOffer> offer,
    boolean prepared,
    Optional<Terms> terms,
    List<String> rejections) {

  /** Copies the list. */
  public Placement {
    rejections = List.copyOf(rejections);
  }

  /** Whether it runs at the site that holds the input, so that the input does not move. */
  public boolean nearData() {
    return holder.id().equals(site.id());
  }

  /** Whether nothing speaks against it. */
  public boolean accepted() {
    return rejections.isEmpty();
  }

  /** In words; different for every placement of a plan. */
  @Override
  public String toString() {
    String where =
        offer.map(gpu -> site.id() + " on " + gpu.market() + "/" + gpu.id()).orElse(site.id());
    String prepare = prepared ? "prepare at " + holder.id() + ", " : "";
    return nearData()
        ? prepare + "run near the data at " + where
        : prepare + "move from " + holder.id() + ", run at " + where;
  }
}
