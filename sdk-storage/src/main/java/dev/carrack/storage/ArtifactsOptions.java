package dev.carrack.storage;

import dev.carrack.core.pack.PackOptions;
import java.time.Clock;

/** How a store of artifacts works. Immutable; start from {@link #defaults()}. */
public final class ArtifactsOptions {

  private static final ArtifactsOptions DEFAULTS =
      new ArtifactsOptions(PackOptions.defaults(), Clock.systemUTC());

  private final PackOptions packs;
  private final Clock clock;

  private ArtifactsOptions(PackOptions packs, Clock clock) {
    this.packs = packs;
    this.clock = clock;
  }

  /** Packs as large as a piece may be, with their PieceCIDs; the system's clock. */
  public static ArtifactsOptions defaults() {
    return DEFAULTS;
  }

  /** Cuts packs otherwise, or leaves their commitments out; see {@link PackOptions}. */
  public ArtifactsOptions withPacks(PackOptions options) {
    return new ArtifactsOptions(options, clock);
  }

  /** Takes the time of versions from another clock. */
  public ArtifactsOptions withClock(Clock other) {
    return new ArtifactsOptions(packs, other);
  }

  /** How packs are cut. */
  public PackOptions packs() {
    return packs;
  }

  /** Where the time of versions comes from. */
  public Clock clock() {
    return clock;
  }
}
