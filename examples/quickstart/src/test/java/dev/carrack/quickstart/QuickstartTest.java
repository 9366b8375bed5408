package dev.carrack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.testing.Needs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickstartTest {

  @TempDir Path dir;

  private record Run(int exit, String output) {
    String last() {
      return output.lines().reduce("", (before, line) -> line);
    }
  }

  @Test
  @Needs("anvil")
  void endsVerifiedOnAChain() {
    Run run = run();

    assertThat(run.output()).contains("data moved   0 of 15,241 bytes");
    assertThat(run.last()).isEqualTo("VERIFIED");
    assertThat(run.exit()).isZero();
  }

  @Test
  @Needs("anvil")
  void namesATamperedAnchor() {
    Run run = run("--tamper", "anchor");

    assertThat(run.last()).isEqualTo("NOT VERIFIED: anchor");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void saysThatNothingIsOnChainWhereThereIsNone() {
    Run run = run("--no-chain");

    assertThat(run.last()).isEqualTo("VERIFIED LOCALLY, NOT ON CHAIN");
    assertThat(run.exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "model", "receipt", "statement", "anchor"})
  void namesWhatWasTamperedWithOffChain(String what) {
    Run run = run("--no-chain", "--tamper", what);

    assertThat(run.last()).isEqualTo("NOT VERIFIED: " + what);
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void movesTheDataWhereTheOtherSiteIsCheaper() throws IOException {
    Path sites = sites("\"0.06 USD\"", "\"0.11 USD\"");

    Run run = run("--no-chain", "--sites", sites.toString());

    assertThat(run.output())
        .contains("chosen: move from helsinki, run at virginia")
        .contains("data moved   15,241 of 15,241 bytes");
    assertThat(run.exit()).isZero();
  }

  @Test
  void planFollowsTheDataWhereLocationsAreSwapped() throws IOException {
    Path sites =
        sites(
            "{\"country\": \"FI\", \"lat\": 60.17, \"lon\": 24.94}",
            "{\"country\": \"US\", \"lat\": 38.95, \"lon\": -77.45}");

    Run run = run("--no-chain", "--sites", sites.toString());

    assertThat(run.output()).contains("chosen: move from virginia, run at helsinki");
    assertThat(run.exit()).isZero();
  }

  @Test
  void takesTheUsersTable() throws IOException {
    StringBuilder csv = new StringBuilder("size;colour,weight,kind\r\n".replace(';', ','));
    for (int i = 0; i < 120; i++) {
      csv.append(i % 2 == 0 ? "small,red," : "large,blue,").append(10 + i % 7);
      csv.append(i % 2 == 0 ? ",plum\r\n" : ",melon\r\n");
    }
    csv.append("small,,12,plum\r\n");
    Path table = Files.writeString(dir.resolve("Fruit Table.csv"), csv);

    Run run = run("--no-chain", "--data", table.toString());

    assertThat(run.output()).contains("fruit-table-model@1");
    assertThat(run.exit()).isZero();
  }

  @Test
  void refusesATableThatIsNotThere() {
    assertThat(run("--no-chain", "--data", dir.resolve("none.csv").toString()).exit()).isEqualTo(1);
  }

  private Path sites(String one, String other) throws IOException {
    try (InputStream in = QuickstartTest.class.getResourceAsStream("sites.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      String swapped = text.replace(one, "\u0000").replace(other, one).replace("\u0000", other);
      assertThat(swapped).isNotEqualTo(text);
      return Files.writeString(dir.resolve("sites.json"), swapped);
    }
  }

  private Run run(String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--keep", dir.resolve("work").toString()));
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int exit = Quickstart.execute(out, all.toArray(String[]::new));
    return new Run(exit, bytes.toString(StandardCharsets.UTF_8));
  }
}
