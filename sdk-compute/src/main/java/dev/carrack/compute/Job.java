package dev.carrack.compute;

import dev.carrack.core.Cid;
import dev.carrack.core.ipld.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One piece of work over one input, as far as placing it needs to know: what runs, on how many
 * bytes, who holds them, how long it takes. Immutable and thread-safe.
 */
public final class Job {

  private static final Set<String> KEYS =
      Set.of(
          "function",
          "container",
          "input",
          "inputBytes",
          "holders",
          "bytesPerSecond",
          "seconds",
          "flops",
          "outputRatio",
          "deliverTo",
          "prepare",
          "copies",
          "need");
  private static final Set<String> PREPARE_KEYS = Set.of("function", "ratio", "bytesPerSecond");

  /**
   * A function run beside the data first, so that less has to move.
   *
   * @param function the function
   * @param ratio bytes out for each byte in
   * @param bytesPerSecond bytes in that it takes in a second
   */
  public record Preparation(Cid function, double ratio, double bytesPerSecond) {}

  private final Facts facts;

  private Job(Facts facts) {
    this.facts = facts;
    if (function().isPresent() == container().isPresent()) {
      throw facts.wrong("function", "or 'container' must be there, one of the two");
    }
    long estimates =
        List.of(bytesPerSecond().isPresent(), duration().isPresent(), flops().isPresent()).stream()
            .filter(given -> given)
            .count();
    if (estimates > 1) {
      throw facts.wrong("seconds", "is one of three ways to say how long it takes: keep one");
    }
    input();
    inputBytes();
    holders();
    outputRatio();
    deliverTo();
    preparation();
    copies();
    need();
  }

  /** A WebAssembly function; runs wherever there is a {@code wasm} engine. */
  public static Job function(Cid function) {
    return new Job(Facts.of("job", KEYS).with("function", Node.of(function.toString())));
  }

  /** A container image; runs on offers of GPUs. */
  public static Job container(String image) {
    return new Job(Facts.of("job", KEYS).with("container", Node.of(image)));
  }

  /**
   * Reads the JSON form; {@code function} or {@code container}, {@code input}, {@code inputBytes}
   * and {@code holders} are needed to place it.
   *
   * @throws dev.carrack.core.MalformedException naming the field that is missing, unknown or wrong
   */
  public static Job from(Node node) {
    return new Job(Facts.of("job", KEYS, node));
  }

  /** The JSON form. */
  public Node toNode() {
    return facts.node();
  }

  private Job with(String key, Node value) {
    return new Job(facts.with(key, value));
  }

  /** Over this content of so many bytes. */
  public Job input(Cid root, Bytes size) {
    return with("input", Node.of(root.toString())).with("inputBytes", Node.of(size.count()));
  }

  /** The sites that hold the input, by {@link Site#id()}. */
  public Job heldBy(String... sites) {
    return with("holders", Facts.texts(List.of(sites)));
  }

  /** Takes so many bytes of input in a second, wherever it runs. */
  public Job reading(Bytes perSecond) {
    return with("bytesPerSecond", Node.of(perSecond.count()));
  }

  /** Takes so long, wherever it runs. */
  public Job taking(Duration duration) {
    return with("seconds", Facts.seconds(duration));
  }

  /** Takes so many floating-point operations. */
  public Job flops(double operations) {
    return with("flops", Node.of(operations));
  }

  /** Gives so many bytes for each byte of input. */
  public Job outputRatio(double ratio) {
    return with("outputRatio", Node.of(ratio));
  }

  /** The output must end at this site. */
  public Job deliverTo(String site) {
    return with("deliverTo", Node.of(site));
  }

  /** The input may first go through a function on the site that holds it. */
  public Job preparedBy(Cid function, double ratio, Bytes perSecond) {
    return with(
        "prepare",
        Node.map()
            .put("function", function.toString())
            .put("ratio", Node.of(ratio))
            .put("bytesPerSecond", perSecond.count())
            .build());
  }

  /** Runs so many times, to compare the outputs. */
  public Job copies(int count) {
    return with("copies", Node.of(count));
  }

  /** What it must have. */
  public Job need(GpuNeed need) {
    return with("need", need.toNode());
  }

  /** The function, if it is one. */
  public Optional<Cid> function() {
    return facts.cid("function");
  }

  /** The container image, if it is one. */
  public Optional<String> container() {
    return facts.text("container");
  }

  /** The input's root. */
  public Optional<Cid> input() {
    return facts.cid("input");
  }

  /** The input's size; {@link #input} sets it. */
  public Bytes inputBytes() {
    return facts.bytes("inputBytes").orElse(new Bytes(0));
  }

  /** The sites that hold the input. */
  public List<String> holders() {
    return facts.texts("holders");
  }

  /** Bytes of input taken in a second. */
  public OptionalDouble bytesPerSecond() {
    return facts.number("bytesPerSecond");
  }

  /** How long it takes. */
  public Optional<Duration> duration() {
    return facts.seconds("seconds");
  }

  /** Floating-point operations. */
  public OptionalDouble flops() {
    return facts.number("flops");
  }

  /** Bytes of output for each byte of input; 1 if it is not said. */
  public double outputRatio() {
    return facts.number("outputRatio").orElse(1);
  }

  /** Where the output must end; where it was made if empty. */
  public Optional<String> deliverTo() {
    return facts.text("deliverTo");
  }

  /** What may be run beside the data first. */
  public Optional<Preparation> preparation() {
    return facts.read(
        "prepare",
        node -> {
          Facts prepare = Facts.of("prepare", PREPARE_KEYS, node);
          return new Preparation(
              Cid.parse(prepare.requiredText("function")),
              prepare.number("ratio").orElseThrow(() -> prepare.wrong("ratio", "is missing")),
              prepare
                  .number("bytesPerSecond")
                  .orElseThrow(() -> prepare.wrong("bytesPerSecond", "is missing")));
        });
  }

  /** How many times it runs. */
  public int copies() {
    long copies = facts.count("copies").orElse(1);
    if (copies < 1 || copies > 100) {
      throw facts.wrong("copies", "must be 1 to 100");
    }
    return (int) copies;
  }

  /** What it must have. */
  public GpuNeed need() {
    return facts.read("need", GpuNeed::from).orElse(GpuNeed.none());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Job that && facts.equals(that.facts);
  }

  @Override
  public int hashCode() {
    return facts.hashCode();
  }

  /** What runs, over what. */
  @Override
  public String toString() {
    return function()
            .map(cid -> "function " + cid)
            .or(() -> container().map(c -> "container " + c))
            .orElse("job")
        + input().map(cid -> " over " + cid).orElse("")
        + " ("
        + inputBytes()
        + ")";
  }
}
