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
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                  | is empty
          a,b                                 | no row is left after cleaning
          a,b/1,NA/?,2                        | no row is left after cleaning
          a;b/1;2/3;4                         | commas between its columns
          a,b/1,x/2,x/3,x                     | column 'b' is 'x' in every row
          a,b/1,x/2,y/3,z                     | 3 values in 3 rows
          a,b/1,x/1,y/1,x/1,y/1,x/1,y         | do not tell 'b'
          """)
  void saysWhatIsWrongWithATable(String lines, String message) throws IOException {
    Path table = Files.writeString(dir.resolve("odd.csv"), lines.replace('/', '\n'));

    assertThat(errors("--no-chain", "--data", table.toString()))
        .startsWith("quickstart: ")
        .contains(message)
        .hasLineCount(1);
  }

  @Test
  void saysInOneLineWhatIsWrongWithAnOption() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "x");

    assertThat(errors("--no-chain", "--sites", "none.json")).contains("no file none.json");
    assertThat(errors("--no-chain", "--data", dir.toString())).contains("is a directory");
    assertThat(errors("--no-chain", "--keep", file.toString())).contains("is not a directory");
    assertThat(errors("--no-chain", "--sites", sites("\"virginia\"", "\"../evil\"").toString()))
        .contains("site '../evil' cannot name a directory");
    assertThat(errors("--bogus")).isEqualTo("quickstart: Unknown option: '--bogus'; see --help\n");
  }

  @Test
  void trainsWhereAClassIsRareAndAWordIsNew() throws IOException {
    StringBuilder csv = new StringBuilder("n,word,kind\n");
    for (int i = 0; i < 50; i++) {
      csv.append(i).append(i % 9 == 0 ? ",odd" + i : ",usual");
      csv.append(i % 10 == 3 ? ",rare" + i : i % 2 == 0 ? ",x" : ",y").append('\n');
    }
    Path table = Files.writeString(dir.resolve("(rare).csv"), csv);

    Run run = run("--no-chain", "--data", table.toString());

    assertThat(run.output()).contains("rare-model@1");
    assertThat(run.exit()).isZero();
  }

  private String errors(String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(run(args).exit()).isNotZero();
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
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
    if (!all.contains("--keep")) {
      all.addAll(List.of("--keep", dir.resolve("work").toString()));
    }
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int exit = Quickstart.execute(out, all.toArray(String[]::new));
    return new Run(exit, bytes.toString(StandardCharsets.UTF_8));
  }
}
