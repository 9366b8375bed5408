package dev.carrack.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileOffersTest {
  private static final String FILE =
      """
      { "v": 1,
        "sites": [
          { "id": "lisbon", "endpoint": "http://127.0.0.1:4801", "location": "C=PT;L=Lisboa",
            "engines": ["wasm"], "cpuPerHour": "0.05 USD", "egressPerGb": "0.01 USD",
            "ingressPerGb": "0 USD", "uplinkMbit": 500 },
          { "id": "attic" }
        ],
        "offers": [
          { "id": "a", "market": "file", "site": "lisbon", "count": 8, "model": "h100-sxm-80gb",
            "vramBytes": 85899345920, "pricePerHour": "19.92 USD", "billingSeconds": 0.5,
            "extra": {"rack": "7"} }
        ] }
      """;

  @TempDir Path folder;

  @Test
  void readsSitesAndOffers() throws IOException {
    Path file = Files.writeString(folder.resolve("offers.json"), FILE);

    Offers offers = FileOffers.of(file).list();

    Site lisbon = offers.sites().get(0);
    assertThat(lisbon.location().country()).contains("PT");
    assertThat(lisbon.cpuPerHour()).contains(Money.usd("0.05"));
    assertThat(lisbon.uplinkMbit()).hasValue(500);
    GpuOffer offer = offers.gpus().get(0);
    assertThat(offer.vram()).contains(Bytes.gib(80));
    assertThat(offer.billing()).contains(Duration.ofMillis(500));
    assertThat(offer.extra()).containsEntry("rack", "7");
  }

  @Test
  void whatIsNotSaidIsUnknownAndNotNought() {
    Site attic = FileOffers.read(FILE.getBytes(UTF_8)).sites().get(1);

    assertThat(attic.cpuPerHour()).isEmpty();
    assertThat(attic.egressPerGb()).isEmpty();
    assertThat(attic.uplinkMbit()).isEmpty();
    assertThat(attic.endpoint()).isEmpty();
    assertThat(attic.location()).isEqualTo(Location.unknown());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"uplinkMbit\"   | \"uplinkMBit\"  | site 'lisbon': field 'uplinkMBit' is unknown; known: billingSeconds",
        "0.05 USD         | 5 cents         | site 'lisbon': field 'cpuPerHour': not an amount of money: '5 cents'",
        "0.05 USD         | -1 USD          | not an amount of money: '-1 USD'",
        "\"site\"         | \"place\"       | offer 'a': field 'place' is unknown",
        "\"count\": 8     | \"count\": 0    | offer 'a': field 'count' must be 1 to 1000000",
        "\"site\": \"lisbon\" | \"site\": \"porto\" | names the site 'porto', which is not there",
        "\"id\": \"attic\" | \"id\": \"lisbon\" | has two sites called 'lisbon'",
        "\"v\": 1         | \"v\": 2        | field 'v' must be 1",
        "\"id\": \"attic\" | \"location\": \"\" | field 'id' is missing",
        "500              | -500            | is not above 0; leave it out if it is unknown",
        "{ \"v\"          | [ \"v\"         | offers.json",
      })
  void refusesWhatItDoesNotUnderstandByName(String from, String to, String reason)
      throws IOException {
    assertThat(FILE).contains(from);
    Path file = Files.writeString(folder.resolve("offers.json"), FILE.replace(from, to));

    assertThatThrownBy(() -> FileOffers.of(file).list())
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("offers.json")
        .hasMessageContaining(reason);
  }

  @Test
  void aMissingFileHasItsName() {
    assertThatThrownBy(() -> FileOffers.of(folder.resolve("none.json")).list())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("none.json");
  }

  @Test
  void sitesOffersNeedsAndJobsSurviveTheirJson() {
    Offers offers = FileOffers.read(FILE.getBytes(UTF_8));
    GpuNeed need = GpuNeed.gpus(2).vram(Bytes.gib(40)).in("de").within(Duration.ofHours(1));
    Job job = Job.container("image").heldBy("lisbon").need(need);

    assertThat(Site.from(offers.sites().get(0).toNode())).isEqualTo(offers.sites().get(0));
    assertThat(GpuOffer.from(offers.gpus().get(0).toNode())).isEqualTo(offers.gpus().get(0));
    assertThat(GpuNeed.from(need.toNode())).isEqualTo(need);
    assertThat(Job.from(job.toNode())).isEqualTo(job);
  }
}
