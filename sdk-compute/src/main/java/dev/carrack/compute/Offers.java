package dev.carrack.compute;

import java.util.List;

/**
 * What sources of offers told: sites, and GPUs at them.
 *
 * @param sites the sites
 * @param gpus the offers, each at one of the sites
 */
public record Offers(List<Site> sites, List<GpuOffer> gpus) {

  /** Copies the lists. */
  public Offers {
    sites = List.copyOf(sites);
    gpus = List.copyOf(gpus);
  }
}
