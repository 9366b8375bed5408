package dev.carrack.cli;

import static dev.carrack.cli.Ran.carrack;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands over every file of the fixtures that they can read, and over those they must not.
 */
@Needs("fixtures")
class FixtureFilesTest {

  // How each corrupt CAR is refused: the rule, and with the offset where there is one.
  private static final Map<String, String> CORRUPT =
      Map.of(
          "sample-v1-tailing-corrupt-section.car", "at byte 479518 is cut inside a section",
          "sample-v1-with-zero-len-section.car", "at byte 479907 has a section of length zero",
          "badheaderlength.car", "at byte 0 claims a header of",
          "sample-corrupt-pragma.car", "at byte 0 is cut inside the header",
          "sample-rootless-v42.car", "CAR version 42 is unknown");

  private static final int FILES_OF_A_DIRECTORY = 4;

  @TempDir Path dir;

  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(Fixtures.path(folder))) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static String codec(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static Ran convert(Path file, String from, String to) {
    return carrack("dag", "convert", file, "--from", from, "--to", to);
  }

  @Test
  void dagConvertTurnsEveryFormIntoItsSiblings() throws IOException {
    int count = 0;
    for (Path from : files("ipld/codec-fixtures/fixtures", "")) {
      if (Files.isDirectory(from)) {
        continue;
      }
      try (Stream<Path> siblings = Files.list(from.getParent())) {
        for (Path to : siblings.filter(file -> !file.equals(from)).toList()) {
          assertThat(convert(from, codec(from), codec(to)).ok().out())
              .as("%s to %s", from, codec(to))
              .isEqualTo(Files.readAllBytes(to));
          count++;
        }
      }
    }
    Fixtures.count("ipld/codec-fixtures (dag convert)", count);
  }

  @Test
  void dagConvertSaysWhichRuleEveryRefusedDocumentBreaks() throws IOException {
    int count = 0;
    for (Path file : files("ipld/codec-fixtures/negative-fixtures", ".json")) {
      String codec = file.getParent().getParent().getFileName().toString();
      for (Node test : DagJson.decodeLenient(Files.readAllBytes(file)).items()) {
        Path bad = dir.resolve("bad");
        if (test.find("hex").isPresent()) {
          Files.write(bad, HexFormat.of().parseHex(test.at("hex").text()));
          String other = codec.equals("dag-json") ? "dag-cbor" : "dag-json";
          String place = codec.equals("dag-json") ? "at character " : "at byte ";
          convert(bad, codec, other)
              .failsSaying(bad + ": " + codec.toUpperCase(java.util.Locale.ROOT), place, "; ");
        } else {
          Files.write(bad, DagJson.encode(test.at("dag-json")));
          convert(bad, "json", codec).failsSaying(bad + ": no DAG-PB form: ", "; ");
        }
        count++;
      }
    }
    Fixtures.count("ipld/codec-fixtures (dag convert refuses)", count);
  }

  @Test
  void cidReadsAndRewritesTheNameOfEveryDocument() throws IOException {
    int count = 0;
    for (Path file : files("ipld/codec-fixtures/fixtures", ".dag-cbor")) {
      String cid = file.getFileName().toString().replaceFirst("\\..*", "");
      Node said = DagJson.decode(carrack("cid", "inspect", cid).ok().line().getBytes(UTF_8));
      assertThat(said.at("cid").text()).isEqualTo(cid);
      assertThat(said.at("codec").text()).isEqualTo(codec(file));
      String hex = carrack("cid", "convert", cid, "--base", "base16").ok().line();
      assertThat(carrack("cid", "convert", hex, "--base", "base32").ok().line()).isEqualTo(cid);
      String cut = cid.substring(0, cid.length() - 2);
      carrack("cid", "inspect", cut).failsSaying("not a CID: '" + cut + "'", "; ");
      count++;
    }
    Fixtures.count("ipld/codec-fixtures (cid)", count);
  }

  @Test
  void carVerifyNamesFileOffsetAndRuleOfEveryCorruptCar() throws IOException {
    for (Map.Entry<String, String> corrupt : CORRUPT.entrySet()) {
      Path file = Fixtures.path("ipld/car/" + corrupt.getKey());
      carrack("car", "verify", file).failsSaying(corrupt.getKey(), corrupt.getValue(), "; ");
      carrack("car", "import", file, "--store", dir.resolve("none"))
          .failsSaying(corrupt.getKey(), corrupt.getValue(), "; ");
    }
    List<Path> fuzz = files("ipld/car/fuzz", "");
    for (Path file : fuzz) {
      if (!Files.isDirectory(file)) {
        carrack("car", "verify", file).failsSaying(file.toString(), "; ");
      }
    }
    assertThat(
            carrack(
                    "car",
                    "verify",
                    "--padded",
                    Fixtures.path("ipld/car/sample-v1-with-zero-len-section.car"))
                .code())
        .isZero();
    Fixtures.count("ipld/car (car verify and import refuse)", CORRUPT.size() + fuzz.size() - 1);
  }

  @Test
  void everySoundCarIsVerifiedImportedListedAndRead() throws IOException {
    Path store = dir.resolve("store");
    int cars = 0;
    int reads = 0;
    for (Path file : files("ipld", ".car")) {
      if (CORRUPT.containsKey(file.getFileName().toString())) {
        continue;
      }
      Ran verified = carrack("car", "verify", file);
      assertThat(verified.code()).as("%s: %s", file, verified.err()).isZero();
      assertThat(verified.err()).contains("all as their CIDs say");
      if (verified.err().contains("; complete")) {
        assertThat(carrack("car", "import", file, "--store", store).ok().lines())
            .isEqualTo(verified.lines());
        for (String root : verified.lines()) {
          reads += read(store, root, 0);
        }
      }
      cars++;
    }
    assertThat(reads).isGreaterThan(40);
    Fixtures.count("ipld/car, boxo, gateway-conformance (car verify and import)", cars);
    Fixtures.count("ipld/boxo, gateway-conformance (cat --offset)", reads);
  }

  /** Reads a file whole and from its middle, or lists a directory; the number of files read. */
  private static int read(Path store, String path, int depth) {
    Ran whole = carrack("cat", path, "--store", store);
    if (whole.code() == 0) {
      int length = whole.out().length;
      assertThat(carrack("cat", path, "--offset", length / 2, "--store", store).ok().out())
          .as(path)
          .isEqualTo(Arrays.copyOfRange(whole.out(), length / 2, length));
      carrack("cat", path, "--offset", length + 1, "--store", store)
          .failsSaying("offset " + (length + 1), "it has " + length + " bytes");
      return 1;
    }
    whole.failsSaying("; "); // what is no file is said to be none
    Ran listed = carrack("ls", path, "--json", "--store", store);
    if (listed.code() != 0) {
      listed.failsSaying("; ");
      return 0;
    }
    int read = 0;
    for (String line : listed.lines().stream().limit(FILES_OF_A_DIRECTORY).toList()) {
      Node entry = DagJson.decode(line.getBytes(UTF_8));
      String kind = entry.at("kind").text();
      if (depth < 4 && (kind.equals("file") || kind.equals("directory"))) {
        read += read(store, path + "/" + entry.at("name").text(), depth + 1);
      }
    }
    return read;
  }

  @Test
  void pieceNamesTheFilesOfFilecoin() throws IOException {
    int count = 0;
    for (Path commp : files("filecoin/frc0058", ".commp")) {
      String said = Files.readString(commp);
      String cid = said.split("CID:\\s+|\\n")[1];
      Path file = Path.of(commp.toString().replaceFirst("\\.commp$", ""));
      assertThat(carrack("piece", file).ok().line()).contains(" " + cid + " ");
      count++;
    }
    for (String table : List.of("zero.txt,0", "0xCC.txt,204")) {
      String[] parts = table.split(",");
      for (String row : Files.readAllLines(Fixtures.path("ipld/commp/" + parts[0]))) {
        String[] columns = row.split(",");
        if (Integer.parseInt(columns[0]) <= 1 << 16) {
          byte[] payload = new byte[Integer.parseInt(columns[0])];
          Arrays.fill(payload, (byte) Integer.parseInt(parts[1]));
          Path file = Files.write(dir.resolve("payload"), payload);
          assertThat(carrack("piece", file).ok().line())
              .endsWith(" %s %s %s".formatted(columns[2], columns[0], columns[1]));
          count++;
        }
      }
    }
    carrack("piece", dir.resolve("absent")).failsSaying("absent", "; ");
    Fixtures.count("filecoin/frc0058, ipld/commp (piece)", count);
  }
}
