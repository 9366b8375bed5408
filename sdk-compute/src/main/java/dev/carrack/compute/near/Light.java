package dev.carrack.compute.near;

import java.time.Duration;

/**
 * What physics allows: light in fibre travels about 200 km in a millisecond, there and back, so a
 * round trip faster than that proves a claimed distance wrong: {@code rtt_ms >= 2 * km / 200}.
 */
public final class Light {

  /** Kilometres that light travels in fibre in one millisecond. */
  public static final double KM_PER_MS = 200;

  private Light() {}

  /** The shortest round trip over a distance in kilometres. */
  public static Duration shortestRoundTrip(double km) {
    return Duration.ofNanos((long) (2 * km / KM_PER_MS * 1_000_000));
  }

  /** The farthest that something can be that answered within {@code rtt}, in kilometres. */
  public static double farthestKm(Duration rtt) {
    return rtt.toNanos() / 1e6 * KM_PER_MS / 2;
  }
}
