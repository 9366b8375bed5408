package dev.carrack.compute.near;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The way from one site to another: how long a round trip takes and how many bits a second fit.
 *
 * @param rtt the round trip
 * @param megabitsPerSecond what one transfer gets
 * @param origin how the round trip is known
 */
public record Link(Duration rtt, double megabitsPerSecond, Origin origin) {

  /** Where a round trip comes from. */
  public enum Origin {
    /** Measured between these two. */
    MEASURED,
    /** Worked out from the distance. */
    DISTANCE,
    /** Nothing is known: a cautious constant of 100 ms. */
    ASSUMED
  }

  /** Round trips that a transfer spends before and between its bytes. */
  public static final int ROUND_TRIPS = 4;

  private static final double DEFAULT_MBIT = 100;
  private static final double DEFAULT_RTT_MS = 100;
  private static final double DETOUR = 1.5; // fibre does not follow the great circle
  private static final double LAST_MILE_MS = 2;
  private static final double LOSS = 1e-5;
  private static final double SEGMENT_BITS = 1460 * 8;
  private static final double MATHIS = 1.22; // sqrt(3/2), Mathis et al. 1997

  /**
   * Works out a link. The bandwidth is the least of what the ends can do and what one TCP
   * connection reaches over that round trip at a loss of 1 in 100,000; 100 Mbit/s stand for ends
   * that say nothing.
   *
   * @param measured the measured round trip, if any
   * @param km the distance in kilometres, if known
   * @param up what the sender can send, in Mbit/s, if known
   * @param down what the receiver can take, in Mbit/s, if known
   */
  public static Link between(
      Optional<Duration> measured, OptionalDouble km, OptionalDouble up, OptionalDouble down) {
    double rttMs = DEFAULT_RTT_MS;
    Origin origin = Origin.ASSUMED;
    if (measured.isPresent()) {
      rttMs = Math.max(0.01, measured.get().toNanos() / 1e6);
      origin = Origin.MEASURED;
    } else if (km.isPresent()) {
      rttMs = LAST_MILE_MS + DETOUR * 2 * km.getAsDouble() / Light.KM_PER_MS;
      origin = Origin.DISTANCE;
    }
    double ends =
        up.isEmpty() && down.isEmpty()
            ? DEFAULT_MBIT
            : Math.min(up.orElse(Double.MAX_VALUE), down.orElse(Double.MAX_VALUE));
    double tcp = SEGMENT_BITS * MATHIS / (rttMs / 1000 * Math.sqrt(LOSS)) / 1e6;
    return new Link(Duration.ofNanos((long) (rttMs * 1e6)), Math.min(ends, tcp), origin);
  }

  /** How long {@code bytes} take, in seconds; nothing takes no time. */
  public double seconds(long bytes) {
    return bytes == 0
        ? 0
        : ROUND_TRIPS * (rtt.toNanos() / 1e9) + bytes * 8.0 / (megabitsPerSecond * 1e6);
  }
}
