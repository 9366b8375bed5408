package dev.carrack.compute;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.Node;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * A map of named facts that may be unknown: what offers, sites, needs and jobs are made of. What is
 * not there is unknown, never nought; what is there under a name that nobody knows is refused.
 */
final class Facts {

  private final String what;
  private final Set<String> known;
  private final Map<String, Node> entries;

  private Facts(String what, Set<String> known, Map<String, Node> entries) {
    this.what = what;
    this.known = known;
    this.entries = entries;
    for (String key : entries.keySet()) {
      if (!known.contains(key)) {
        throw wrong(
            key, "is unknown; known: " + String.join(", ", known.stream().sorted().toList()));
      }
    }
  }

  static Facts of(String what, Set<String> known) {
    return new Facts(what, known, Map.of());
  }

  static Facts of(String what, Set<String> known, Node node) {
    if (!(node instanceof Node.Struct struct)) {
      throw new MalformedException(what + " is no JSON object", "write it as {\"name\": value, …}");
    }
    return new Facts(what, known, struct.value());
  }

  Facts with(String key, Node value) {
    Map<String, Node> more = new LinkedHashMap<>(entries);
    more.put(key, value);
    return new Facts(what, known, more);
  }

  Node node() {
    return Node.map(entries);
  }

  Optional<String> text(String key) {
    return read(key, Node::text);
  }

  String requiredText(String key) {
    return text(key).filter(text -> !text.isEmpty()).orElseThrow(() -> wrong(key, "is missing"));
  }

  Optional<Cid> cid(String key) {
    return text(key).map(Cid::parse);
  }

  Optional<Money> money(String key) {
    return read(key, node -> Money.parse(node.text()));
  }

  Optional<Bytes> bytes(String key) {
    OptionalLong count = count(key);
    return count.isPresent() ? Optional.of(new Bytes(count.getAsLong())) : Optional.empty();
  }

  Optional<Instant> instant(String key) {
    return read(key, node -> Instant.parse(node.text()));
  }

  /** A whole number that is not negative. */
  OptionalLong count(String key) {
    Optional<Long> value = read(key, Node::int64);
    if (value.filter(v -> v < 0).isPresent()) {
      throw wrong(key, "is negative");
    }
    return value.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  /** A number above nought. */
  OptionalDouble number(String key) {
    Optional<Double> value = read(key, Node::float64);
    if (value.filter(v -> v <= 0).isPresent()) {
      throw wrong(key, "is not above 0; leave it out if it is unknown");
    }
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  /** A probability above nought and at most one. */
  OptionalDouble share(String key) {
    OptionalDouble value = number(key);
    if (value.isPresent() && value.getAsDouble() > 1) {
      throw wrong(key, "is above 1");
    }
    return value;
  }

  /** Seconds, whole or not, 0 or more. */
  Optional<Duration> seconds(String key) {
    Optional<Double> value = read(key, Node::float64);
    if (value.filter(v -> v < 0 || v > 1e9).isPresent()) {
      throw wrong(key, "is no number of seconds");
    }
    return value.map(v -> Duration.ofNanos((long) Math.ceil(v * 1e9)));
  }

  List<String> texts(String key) {
    return read(key, node -> node.items().stream().map(Node::text).toList()).orElse(List.of());
  }

  <T> Optional<T> read(String key, Function<Node, T> reader) {
    Node node = entries.get(key);
    if (node == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(node));
    } catch (MalformedException | IllegalArgumentException | DateTimeException e) {
      throw new MalformedException(
          what + ": field '" + key + "': " + e.getMessage(), "correct it or leave it out", e);
    }
  }

  MalformedException wrong(String key, String problem) {
    return new MalformedException(what + ": field '" + key + "' " + problem, "correct it");
  }

  static Node seconds(Duration duration) {
    return duration.getNano() == 0
        ? Node.of(duration.getSeconds())
        : Node.of(duration.toNanos() / 1e9);
  }

  static Node texts(List<String> values) {
    return Node.list(values.stream().map(Node::of).toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Facts that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }
}
