package dev.carrack.compute;

import java.time.Duration;
import java.util.Optional;

/** Knows measured round trips between sites. Implementations are thread-safe. */
@FunctionalInterface
public interface RttSource {

  /** Knows none: round trips are then worked out from distance. */
  RttSource NONE = (from, to) -> Optional.empty();

  /** The measured round trip between two sites, or empty if it was not measured. */
  Optional<Duration> between(Site from, Site to);
}
