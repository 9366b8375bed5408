package dev.carrack.compute.http;

import dev.carrack.compute.GpuOffer;
import dev.carrack.compute.Location;
import dev.carrack.compute.OfferSource;
import dev.carrack.compute.Offers;
import dev.carrack.compute.Site;
import dev.carrack.compute.near.GeoPoint;
import dev.carrack.compute.near.RttProbe;
import dev.carrack.compute.node.NodeInfo;
import dev.carrack.core.Cid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What nodes offer, asked from themselves at each {@link #list()}. A node's place is its own claim;
 * told where we are, we also measure, and a claim that light rules out is marked. Thread-safe.
 */
public final class NodeOffers implements OfferSource {

  private static final Duration PROBE = Duration.ofSeconds(5);

  private final List<NearNode> nodes;
  private final Optional<GeoPoint> observer;

  private NodeOffers(List<NearNode> nodes, Optional<GeoPoint> observer) {
    this.nodes = List.copyOf(nodes);
    this.observer = observer;
  }

  /** The offers of these nodes, which the caller closes. */
  public static NodeOffers of(List<NearNode> nodes) {
    return new NodeOffers(nodes, Optional.empty());
  }

  /** The same, checking what nodes say about their place against round trips from here. */
  public NodeOffers observedFrom(GeoPoint here) {
    return new NodeOffers(nodes, Optional.of(here));
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.carrack.core.RemoteException naming the node that cannot be reached
   */
  @Override
  public Offers list() {
    List<Site> sites = new ArrayList<>();
    List<GpuOffer> gpus = new ArrayList<>();
    for (NearNode node : nodes) {
      NodeInfo info = node.info();
      sites.add(info.site().withEndpoint(node.uri()).withLocation(location(node, info.site())));
      gpus.addAll(info.offers());
    }
    return new Offers(sites, gpus);
  }

  /** The sites, by name, whose nodes say that they hold the content. */
  public List<String> holders(Cid root) {
    return nodes.stream()
        .filter(node -> node.has(root))
        .map(node -> node.info().site().id())
        .toList();
  }

  private Location location(NearNode node, Site site) {
    if (observer.isEmpty()) {
      return site.location();
    }
    return new RttProbe(PROBE)
        .measure(node.uri())
        .map(rtt -> site.location().checked(observer.get(), rtt))
        .orElse(site.location());
  }
}
