package dev.carrack.compute;

import dev.carrack.core.ipld.Node;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a job must have: GPUs of some kind or none, where, how soon, for how much. Whatever is asked
 * for is a hard condition, and an offer that does not say whether it meets one does not meet it.
 * Immutable and thread-safe.
 */
public final class GpuNeed {

  private static final Set<String> KEYS =
      Set.of(
          "gpus",
          "vramBytes",
          "computeCapability",
          "models",
          "tee",
          "regions",
          "notRegions",
          "reliability",
          "pricePerHour",
          "withinSeconds",
          "budget");

  private final Facts facts;

  private GpuNeed(Facts facts) {
    this.facts = facts;
    gpus();
    vram();
    computeCapability();
    models();
    tee();
    regions();
    deniedRegions();
    reliability();
    pricePerHour();
    within();
    budget();
  }

  /** No GPU. */
  public static GpuNeed none() {
    return new GpuNeed(Facts.of("need", KEYS));
  }

  /** So many GPUs, at one site. */
  public static GpuNeed gpus(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a need for " + count + " GPUs; use none()");
    }
    return none().with("gpus", Node.of(count));
  }

  /**
   * Reads the JSON form; every field may be left out.
   *
   * @throws dev.carrack.core.MalformedException naming the field that is unknown or wrong
   */
  public static GpuNeed from(Node node) {
    return new GpuNeed(Facts.of("need", KEYS, node));
  }

  /** The JSON form. */
  public Node toNode() {
    return facts.node();
  }

  private GpuNeed with(String key, Node value) {
    return new GpuNeed(facts.with(key, value));
  }

  /** At least so much memory per GPU. */
  public GpuNeed vram(Bytes least) {
    return with("vramBytes", Node.of(least.count()));
  }

  /** At least this CUDA compute capability, such as {@code 9.0}. */
  public GpuNeed computeCapability(String least) {
    return with("computeCapability", Node.of(least));
  }

  /** One of these models, by slug. */
  public GpuNeed models(String... slugs) {
    return with("models", Facts.texts(List.of(slugs)));
  }

  /** This trusted execution environment. */
  public GpuNeed tee(String kind) {
    return with("tee", Node.of(kind));
  }

  /** Only in these countries, ISO 3166-1 alpha-2; where the data must stay, name them here. */
  public GpuNeed in(String... countries) {
    return with("regions", Facts.texts(List.of(countries)));
  }

  /** Not in these countries, ISO 3166-1 alpha-2. */
  public GpuNeed notIn(String... countries) {
    return with("notRegions", Facts.texts(List.of(countries)));
  }

  /** At least this probability of success. */
  public GpuNeed reliability(double least) {
    return with("reliability", Node.of(least));
  }

  /** At most this price for an hour of everything that is hired. */
  public GpuNeed pricePerHour(Money most) {
    return with("pricePerHour", Node.of(most.toString()));
  }

  /** Done within so much time. */
  public GpuNeed within(Duration most) {
    return with("withinSeconds", Facts.seconds(most));
  }

  /** Done for at most so much. */
  public GpuNeed budget(Money most) {
    return with("budget", Node.of(most.toString()));
  }

  /** How many GPUs, 0 for none. */
  public int gpus() {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, facts.count("gpus").orElse(0)));
  }

  /** The least memory per GPU. */
  public Optional<Bytes> vram() {
    return facts.bytes("vramBytes");
  }

  /** The least CUDA compute capability. */
  public Optional<String> computeCapability() {
    Optional<String> version = facts.text("computeCapability");
    if (version.filter(v -> !v.matches("\\d{1,3}\\.\\d{1,3}")).isPresent()) {
      throw facts.wrong("computeCapability", "is not MAJOR.MINOR");
    }
    return version;
  }

  /** The models that will do; any if empty. */
  public List<String> models() {
    return facts.texts("models");
  }

  /** The trusted execution environment. */
  public Optional<String> tee() {
    return facts.text("tee");
  }

  /** The countries that will do; any if empty. */
  public List<String> regions() {
    return upper(facts.texts("regions"));
  }

  /** The countries that will not do. */
  public List<String> deniedRegions() {
    return upper(facts.texts("notRegions"));
  }

  /** The least probability of success. */
  public OptionalDouble reliability() {
    return facts.share("reliability");
  }

  /** The highest price for an hour. */
  public Optional<Money> pricePerHour() {
    return facts.money("pricePerHour");
  }

  /** The deadline, counted from the start. */
  public Optional<Duration> within() {
    return facts.seconds("withinSeconds");
  }

  /** The most it may cost. */
  public Optional<Money> budget() {
    return facts.money("budget");
  }

  private static List<String> upper(List<String> codes) {
    return codes.stream().map(code -> code.toUpperCase(Locale.ROOT)).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GpuNeed that && facts.equals(that.facts);
  }

  @Override
  public int hashCode() {
    return facts.hashCode();
  }
}
