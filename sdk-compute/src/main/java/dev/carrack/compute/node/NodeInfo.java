package dev.carrack.compute.node;

import dev.carrack.compute.GpuOffer;
import dev.carrack.compute.Limits;
import dev.carrack.compute.Site;
import dev.carrack.compute.wasm.Sandbox;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.Node;
import java.util.List;
import java.util.Set;

/**
 * What a node says about itself at {@code GET /v1/info}: claims, not facts. Immutable.
 *
 * @param site its name, place, engines and prices
 * @param offers GPUs it lets
 * @param limits the most that a task may ask for
 * @param executor the key identifier that signs its receipts
 */
public record NodeInfo(Site site, List<GpuOffer> offers, Limits limits, String executor) {

  private static final Set<String> KEYS =
      Set.of("v", "abi", "engine", "executor", "limits", "offers", "site");
  private static final int MAX_OFFERS = 10_000;

  /** Copies the list. */
  public NodeInfo {
    offers = List.copyOf(offers);
  }

  /** The JSON form. */
  public Node toNode() {
    return Node.map()
        .put("v", 1)
        .put("abi", Sandbox.ABI)
        .put("engine", Sandbox.ENGINE)
        .put("executor", executor)
        .put("limits", limits.toNode())
        .put("offers", Node.list(offers.stream().map(GpuOffer::toNode).toList()))
        .put("site", site.toNode())
        .build();
  }

  /**
   * Reads the JSON form.
   *
   * @throws MalformedException naming the field that is missing, unknown or wrong
   */
  public static NodeInfo from(Node node) {
    for (String key : node.entries().keySet()) {
      if (!KEYS.contains(key)) {
        throw new MalformedException(
            "node information has the unknown field '" + key + "'", "use a newer version");
      }
    }
    if (node.at("v").int64() != 1) {
      throw new MalformedException(
          "node information is of version " + node.at("v").int64(), "use a newer version");
    }
    List<Node> offers = node.at("offers").items();
    if (offers.size() > MAX_OFFERS) {
      throw new MalformedException("node lists " + offers.size() + " offers", "it is broken");
    }
    Site site = Site.from(node.at("site"));
    List<GpuOffer> gpus = offers.stream().map(GpuOffer::from).toList();
    for (GpuOffer gpu : gpus) {
      if (!gpu.site().equals(site.id())) {
        throw new MalformedException(
            "node '%s' offers GPUs at '%s'".formatted(site.id(), gpu.site()),
            "a node speaks for its own site only");
      }
    }
    return new NodeInfo(site, gpus, Limits.from(node.at("limits")), node.at("executor").text());
  }
}
