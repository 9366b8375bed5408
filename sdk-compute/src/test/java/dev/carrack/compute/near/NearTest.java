package dev.carrack.compute.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NearTest {
  private static final GeoPoint PARIS = new GeoPoint(48.8566, 2.3522);
  private static final GeoPoint NEW_YORK = new GeoPoint(40.7128, -74.0060);

  @Test
  void measuresGreatCircles() {
    // 5837 km: the usual great-circle figure for these two city centres.
    assertThat(PARIS.distanceKm(NEW_YORK)).isCloseTo(5837, within(3.0));
    assertThat(PARIS.distanceKm(PARIS)).isZero();
    // Half the circumference of a sphere of radius 6371.0088 km.
    assertThat(new GeoPoint(90, 0).distanceKm(new GeoPoint(-90, 0)))
        .isCloseTo(Math.PI * 6371.0088, within(1e-6));
  }

  @Test
  void refusesPointsOffTheGlobe() {
    assertThatThrownBy(() -> new GeoPoint(91, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GeoPoint(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsWhatLightCannotDo() {
    assertThat(Light.shortestRoundTrip(1000)).isEqualTo(Duration.ofMillis(10));
    assertThat(Light.farthestKm(Duration.ofMillis(10))).isEqualTo(1000);
  }

  @Test
  void knowsCountriesByCode() {
    assertThat(Countries.find("de").orElseThrow().centre().distanceKm(PARIS)).isLessThan(800);
    assertThat(Countries.find("XX")).isEmpty();
  }

  @Test
  void aLinkIsAsWideAsItsNarrowestPart() {
    Link near =
        Link.between(
            Optional.of(Duration.ofMillis(1)),
            OptionalDouble.empty(),
            OptionalDouble.of(500),
            OptionalDouble.of(200));
    // Mathis: 1460 * 8 bit * 1.22 / (0.1 s * sqrt(1e-5)) = 45.06 Mbit/s
    Link far =
        Link.between(
            Optional.of(Duration.ofMillis(100)),
            OptionalDouble.of(1),
            OptionalDouble.of(500),
            OptionalDouble.empty());

    assertThat(near.megabitsPerSecond()).isEqualTo(200);
    assertThat(near.origin()).isEqualTo(Link.Origin.MEASURED);
    assertThat(near.seconds(25_000_000)).isCloseTo(1.004, within(1e-9));
    assertThat(near.seconds(0)).isZero();
    assertThat(far.megabitsPerSecond()).isCloseTo(45.06, within(0.01));
  }

  @Test
  void worksRoundTripsOutFromDistanceWhereNothingWasMeasured() {
    Link estimated =
        Link.between(
            Optional.empty(),
            OptionalDouble.of(1000),
            OptionalDouble.empty(),
            OptionalDouble.empty());
    Link assumed =
        Link.between(
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());

    assertThat(estimated.rtt()).isEqualTo(Duration.ofMillis(17));
    assertThat(estimated.origin()).isEqualTo(Link.Origin.DISTANCE);
    assertThat(estimated.megabitsPerSecond()).isEqualTo(100);
    assertThat(assumed.rtt()).isEqualTo(Duration.ofMillis(100));
    assertThat(assumed.origin()).isEqualTo(Link.Origin.ASSUMED);
  }

  @Test
  void probesTheRoundTripOfAnOpenPort() throws IOException {
    var probe = new RttProbe(Duration.ofSeconds(5));
    URI closed;
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI open = URI.create("http://127.0.0.1:" + server.getLocalPort());
      closed = open;

      assertThat(probe.measure(open))
          .hasValueSatisfying(
              rtt -> assertThat(rtt).isPositive().isLessThan(Duration.ofSeconds(1)));
    }
    assertThat(probe.measure(closed)).isEmpty();
  }
}
