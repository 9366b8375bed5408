package dev.carrack.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.compute.near.GeoPoint;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {
  private static final GeoPoint FRANKFURT = new GeoPoint(50.11, 8.68);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C=US;ST=California;L=San Francisco | US",
        "ST=Hessen; c=de                    | DE",
        "Sweden, SE                         | SE",
        "FR                                 | FR",
      })
  void readsWhatPeopleWrite(String raw, String country) {
    assertThat(Location.parse(raw).country()).contains(country);
    assertThat(Location.parse(raw).raw()).isEqualTo(raw);
  }

  @ParameterizedTest
  @CsvSource({"somewhere", "us-west-2", "CC=US", "'MOON BASE'"})
  void keepsWhatItCannotRead(String raw) {
    assertThat(Location.parse(raw).country()).isEmpty();
    assertThat(Location.parse(raw).raw()).isEqualTo(raw);
  }

  @Test
  void aClaimFasterThanLightIsImpossible() {
    // akash-network/support#433: a node that said Missouri answered Frankfurt in 18.9 ms.
    var missouri = Location.of("US", 38.6, -92.6);

    assertThat(missouri.checked(FRANKFURT, Duration.ofNanos(18_900_000)).source())
        .isEqualTo(Location.Source.IMPOSSIBLE);
    assertThat(missouri.checked(FRANKFURT, Duration.ofMillis(110))).isEqualTo(missouri);
  }

  @Test
  void aWholeCountryGetsTheBenefitOfItsNearestBorder() {
    var france = Location.of("FR");

    assertThat(france.checked(FRANKFURT, Duration.ofMillis(2))).isEqualTo(france);
    assertThat(Location.of("JP").checked(FRANKFURT, Duration.ofMillis(20)).source())
        .isEqualTo(Location.Source.IMPOSSIBLE);
    assertThat(Location.unknown().checked(FRANKFURT, Duration.ofMillis(1)))
        .isEqualTo(Location.unknown());
  }

  @Test
  void anImpossibleClaimIsNoBasisForADistance() {
    var claimed = Location.of("US", 38.6, -92.6).checked(FRANKFURT, Duration.ofMillis(1));

    assertThat(claimed.distanceKm(Location.of("DE"))).isEmpty();
    assertThat(Location.of("US").distanceKm(Location.of("DE")).orElseThrow())
        .isBetween(6500.0, 8500.0);
  }

  @Test
  void survivesItsJson() {
    for (Location location :
        new Location[] {
          Location.unknown(),
          Location.of("DE"),
          Location.of("US", 38.5, -92),
          new Location(Optional.of("SE"), Optional.empty(), "Sweden, SE", Location.Source.GEOIP),
        }) {
      assertThat(LocationJson.from(LocationJson.toNode(location))).isEqualTo(location);
    }
  }
}
