package dev.carrack.compute;

import dev.carrack.core.ipld.Node;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A place where bytes lie and code can run: a node, a cloud region, a data centre. Only the name is
 * certain; what a site does not say is unknown and never counts as nought. Immutable and
 * thread-safe; equal if all facts are.
 */
public final class Site {

  /** The engine that runs WebAssembly functions, as listed by {@link #engines()}. */
  public static final String WASM = "wasm";

  private static final Set<String> KEYS =
      Set.of(
          "id",
          "endpoint",
          "location",
          "engines",
          "cpuPerHour",
          "egressPerGb",
          "ingressPerGb",
          "billingSeconds",
          "uplinkMbit",
          "downlinkMbit",
          "reliability");

  private final Facts facts;

  private Site(Facts facts) {
    this.facts = facts;
    id();
    endpoint();
    location();
    engines();
    cpuPerHour();
    egressPerGb();
    ingressPerGb();
    billing();
    uplinkMbit();
    downlinkMbit();
    reliability();
  }

  /** A site of which only the name is known. */
  public static Site of(String id) {
    return new Site(Facts.of("site '" + id + "'", KEYS).with("id", Node.of(id)));
  }

  /**
   * Reads the JSON form, in which only {@code id} is required.
   *
   * @throws dev.carrack.core.MalformedException naming the field that is missing, unknown or wrong
   */
  public static Site from(Node node) {
    String name = node.find("id").map(id -> id.text()).orElse("?");
    return new Site(Facts.of("site '" + name + "'", KEYS, node));
  }

  /** The JSON form. */
  public Node toNode() {
    return facts.node();
  }

  private Site with(String key, Node value) {
    return new Site(facts.with(key, value));
  }

  /** The same, reached at this URL. */
  public Site withEndpoint(URI endpoint) {
    return with("endpoint", Node.of(endpoint.toString()));
  }

  /** The same, elsewhere. */
  public Site withLocation(Location location) {
    return with("location", LocationJson.toNode(location));
  }

  /** The same, able to run these. */
  public Site withEngines(String... engines) {
    return with("engines", Facts.texts(List.of(engines)));
  }

  /** The same with this price for an hour of running a function. */
  public Site withCpuPerHour(Money price) {
    return with("cpuPerHour", Node.of(price.toString()));
  }

  /** The same with these prices for 10^9 bytes leaving and arriving. */
  public Site withTraffic(Money egressPerGb, Money ingressPerGb) {
    return with("egressPerGb", Node.of(egressPerGb.toString()))
        .with("ingressPerGb", Node.of(ingressPerGb.toString()));
  }

  /** The same with these bandwidths in Mbit/s. */
  public Site withBandwidth(double uplinkMbit, double downlinkMbit) {
    return with("uplinkMbit", Node.of(uplinkMbit)).with("downlinkMbit", Node.of(downlinkMbit));
  }

  /** The same, billing in steps of so much time. */
  public Site withBilling(Duration step) {
    return with("billingSeconds", Facts.seconds(step));
  }

  /** The same with this probability that a run succeeds, above 0 and at most 1. */
  public Site withReliability(double share) {
    return with("reliability", Node.of(share));
  }

  /** The name, unique among the sites of a plan. */
  public String id() {
    return facts.requiredText("id");
  }

  /** The URL of its node, if it has one. */
  public Optional<URI> endpoint() {
    return facts.read("endpoint", node -> URI.create(node.text()));
  }

  /** Where it is; {@link Location#unknown()} if it does not say. */
  public Location location() {
    return facts.read("location", LocationJson::from).orElse(Location.unknown());
  }

  /** What it can run without a GPU, such as {@link #WASM}. */
  public List<String> engines() {
    return facts.texts("engines");
  }

  /** The price of an hour of running a function. */
  public Optional<Money> cpuPerHour() {
    return facts.money("cpuPerHour");
  }

  /** The price of 10^9 bytes leaving the site. */
  public Optional<Money> egressPerGb() {
    return facts.money("egressPerGb");
  }

  /** The price of 10^9 bytes arriving at the site. */
  public Optional<Money> ingressPerGb() {
    return facts.money("ingressPerGb");
  }

  /** The step in which running is billed. */
  public Optional<Duration> billing() {
    return facts.seconds("billingSeconds");
  }

  /** What one sender gets, in Mbit/s. */
  public OptionalDouble uplinkMbit() {
    return facts.number("uplinkMbit");
  }

  /** What one receiver gets, in Mbit/s. */
  public OptionalDouble downlinkMbit() {
    return facts.number("downlinkMbit");
  }

  /** The probability that a run succeeds. */
  public OptionalDouble reliability() {
    return facts.share("reliability");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Site that && facts.equals(that.facts);
  }

  @Override
  public int hashCode() {
    return facts.hashCode();
  }

  @Override
  public String toString() {
    return id() + " (" + location() + ")";
  }
}
