package dev.carrack.compute;

import dev.carrack.core.ipld.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * GPUs that somebody lets by the hour, at one {@link Site}. What the offer does not say is unknown
 * and never counts as nought; the price is that of the whole offer, all its GPUs together.
 * Immutable and thread-safe.
 */
public final class GpuOffer {

  private static final Set<String> KEYS =
      Set.of(
          "id",
          "market",
          "site",
          "provider",
          "vendor",
          "model",
          "rawName",
          "vramBytes",
          "computeCapability",
          "tflops",
          "count",
          "replicas",
          "pricePerHour",
          "billingSeconds",
          "startSeconds",
          "queueSeconds",
          "reliability",
          "tee",
          "observedAt",
          "ttlSeconds",
          "source",
          "extra");

  private final Facts facts;

  private GpuOffer(Facts facts) {
    this.facts = facts;
    id();
    market();
    site();
    count();
    provider();
    vendor();
    model();
    rawName();
    vram();
    computeCapability();
    tflops();
    replicas();
    pricePerHour();
    billing();
    start();
    queue();
    reliability();
    tee();
    observedAt();
    timeToLive();
    source();
    extra();
  }

  /** An offer of which only the name, the market, the site and the number of GPUs are known. */
  public static GpuOffer of(String id, String market, String site, int count) {
    return new GpuOffer(
        Facts.of("offer '" + id + "'", KEYS)
            .with("id", Node.of(id))
            .with("market", Node.of(market))
            .with("site", Node.of(site))
            .with("count", Node.of(count)));
  }

  /**
   * Reads the JSON form, in which {@code id}, {@code market}, {@code site} and {@code count} are
   * required.
   *
   * @throws dev.carrack.core.MalformedException naming the field that is missing, unknown or wrong
   */
  public static GpuOffer from(Node node) {
    String name = node.find("id").map(id -> id.text()).orElse("?");
    return new GpuOffer(Facts.of("offer '" + name + "'", KEYS, node));
  }

  /** The JSON form. */
  public Node toNode() {
    return facts.node();
  }

  private GpuOffer with(String key, Node value) {
    return new GpuOffer(facts.with(key, value));
  }

  /** The same with this model: a slug such as {@code h100-sxm-80gb}, and memory per GPU. */
  public GpuOffer withModel(String slug, Bytes vram) {
    return with("model", Node.of(slug)).with("vramBytes", Node.of(vram.count()));
  }

  /** The same with this price for an hour of the whole offer. */
  public GpuOffer withPricePerHour(Money price) {
    return with("pricePerHour", Node.of(price.toString()));
  }

  /** The same, billing in steps of so much time. */
  public GpuOffer withBilling(Duration step) {
    return with("billingSeconds", Facts.seconds(step));
  }

  /** The same, taking so long to start, which is billed. */
  public GpuOffer withStart(Duration start) {
    return with("startSeconds", Facts.seconds(start));
  }

  /** The same with this CUDA compute capability, such as {@code 9.0}. */
  public GpuOffer withComputeCapability(String version) {
    return with("computeCapability", Node.of(version));
  }

  /** The same with this speed per GPU in 10^12 operations a second. */
  public GpuOffer withTflops(double tflops) {
    return with("tflops", Node.of(tflops));
  }

  /** The same with this probability that a run succeeds, above 0 and at most 1. */
  public GpuOffer withReliability(double share) {
    return with("reliability", Node.of(share));
  }

  /** The same, seen then and good for so long. */
  public GpuOffer withObserved(Instant at, Duration timeToLive) {
    return with("observedAt", Node.of(at.toString())).with("ttlSeconds", Facts.seconds(timeToLive));
  }

  /** The name, unique within the market. */
  public String id() {
    return facts.requiredText("id");
  }

  /** Who brokers it: {@code file}, {@code node}, or a market's name. */
  public String market() {
    return facts.requiredText("market");
  }

  /** The {@link Site#id()} where the GPUs are. */
  public String site() {
    return facts.requiredText("site");
  }

  /** How many GPUs the offer is for, at least 1. */
  public int count() {
    long count = facts.count("count").orElse(0);
    if (count < 1 || count > 1_000_000) {
      throw facts.wrong("count", "must be 1 to 1000000");
    }
    return (int) count;
  }

  /** The market's name for who provides it. */
  public Optional<String> provider() {
    return facts.text("provider");
  }

  /** Who makes the GPU. */
  public Optional<String> vendor() {
    return facts.text("vendor");
  }

  /** The canonical model, such as {@code h100-sxm-80gb}. */
  public Optional<String> model() {
    return facts.text("model");
  }

  /** The model as the market writes it. */
  public Optional<String> rawName() {
    return facts.text("rawName");
  }

  /** Memory per GPU. */
  public Optional<Bytes> vram() {
    return facts.bytes("vramBytes");
  }

  /** The CUDA compute capability, {@code MAJOR.MINOR}. */
  public Optional<String> computeCapability() {
    Optional<String> version = facts.text("computeCapability");
    if (version.filter(v -> !v.matches("\\d{1,3}\\.\\d{1,3}")).isPresent()) {
      throw facts.wrong("computeCapability", "is not MAJOR.MINOR");
    }
    return version;
  }

  /** Speed per GPU, half precision, in 10^12 operations a second. */
  public OptionalDouble tflops() {
    return facts.number("tflops");
  }

  /** How many times the offer can be taken; at least once if it does not say. */
  public long replicas() {
    return facts.count("replicas").orElse(1);
  }

  /** The price of an hour of the whole offer. */
  public Optional<Money> pricePerHour() {
    return facts.money("pricePerHour");
  }

  /** The step in which it is billed. */
  public Optional<Duration> billing() {
    return facts.seconds("billingSeconds");
  }

  /** How long it takes from granted to running, billed. */
  public Optional<Duration> start() {
    return facts.seconds("startSeconds");
  }

  /** How long it takes to be granted, not billed. */
  public Optional<Duration> queue() {
    return facts.seconds("queueSeconds");
  }

  /** The probability that a run succeeds. */
  public OptionalDouble reliability() {
    return facts.share("reliability");
  }

  /** The trusted execution environment, such as {@code H100_CC}, {@code TDX} or {@code NONE}. */
  public Optional<String> tee() {
    return facts.text("tee");
  }

  /** When the offer was seen. */
  public Optional<Instant> observedAt() {
    return facts.instant("observedAt");
  }

  /** How long after {@link #observedAt()} it may be relied on. */
  public Optional<Duration> timeToLive() {
    return facts.seconds("ttlSeconds");
  }

  /** Where it was read. */
  public Optional<String> source() {
    return facts.text("source");
  }

  /** Whatever else the market says. */
  public Map<String, String> extra() {
    Map<String, String> out = new LinkedHashMap<>();
    facts
        .read("extra", Node::entries)
        .ifPresent(map -> map.forEach((key, value) -> out.put(key, value.text())));
    return Map.copyOf(out);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GpuOffer that && facts.equals(that.facts);
  }

  @Override
  public int hashCode() {
    return facts.hashCode();
  }

  @Override
  public String toString() {
    return "%s/%s: %d x %s at %s"
        .formatted(market(), id(), count(), model().or(this::rawName).orElse("GPU"), site());
  }
}
