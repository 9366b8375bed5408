package dev.carrack.cli;

import static dev.carrack.cli.Ran.carrack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PieceCommandTest {

  // 2048 zero bytes of padded piece: the root that FRC-0069 and every Filecoin tool give for it.
  private static final String ZERO_2K_V1 =
      "baga6ea4seaqpy7usqklokfx2vxuynmupslkeutzexe2uqurdg5vhtebhxqmpqmy";

  @TempDir Path dir;

  @Test
  void printsBothCidsAndSizesOfEachFileInTheOrderGiven() throws IOException {
    Path zeros = Files.write(dir.resolve("zeros"), new byte[2032]);
    Path empty = Files.write(dir.resolve("empty"), new byte[0]);

    Ran ran = carrack("piece", zeros, empty).ok();

    assertThat(ran.lines()).hasSize(2);
    assertThat(ran.lines().get(0)).matches("bafkzcib\\w+ " + ZERO_2K_V1 + " 2032 2048");
    assertThat(ran.lines().get(1)).matches("bafkzcib\\w+ baga6ea4seaq\\w+ 0 128");
  }

  @Test
  void printsJsonOnDemand() throws IOException {
    Path zeros = Files.write(dir.resolve("zeros"), new byte[2032]);

    Node json = DagJson.decode(carrack("piece", zeros, "--json").ok().line().getBytes());

    assertThat(json.at("pieceCidV1").text()).isEqualTo(ZERO_2K_V1);
    assertThat(json.at("rawSize").int64()).isEqualTo(2032);
    assertThat(json.at("paddedSize").int64()).isEqualTo(2048);
  }

  /** Outside source: the fixture's note names its tools and versions. */
  @Test
  @Needs("fixtures")
  void agreesWithTheVectorsOfOtherImplementations() throws IOException {
    Path file = Fixtures.path("filecoin/generated/commp-pattern-vectors.json");
    List<Object> args = new ArrayList<>(List.of("piece"));
    List<String> expected = new ArrayList<>();
    int number = 0;
    for (Node vector : DagJson.decodeLenient(Files.readAllBytes(file)).at("vectors").items()) {
      long size = vector.at("size").int64();
      if (size <= 1 << 20) {
        byte[] payload = payload(vector.at("pattern").text(), (int) size);
        args.add(Files.write(dir.resolve("v" + number++), payload));
        expected.add(
            "%s %s %d "
                .formatted(vector.at("pieceCidV2").text(), vector.at("pieceCidV1").text(), size));
      }
    }

    List<String> lines = carrack(args.toArray()).ok().lines();

    assertThat(lines).hasSameSizeAs(expected).hasSizeGreaterThan(5);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(lines.get(i)).startsWith(expected.get(i));
    }
  }

  @Test
  void failsForAMissingFileAfterPrintingThoseBefore() throws IOException {
    Path zeros = Files.write(dir.resolve("zeros"), new byte[2032]);

    Ran ran = carrack("piece", zeros, dir.resolve("absent"));

    ran.failsSaying("absent", "no file");
    assertThat(ran.lines()).hasSize(1);
  }

  @Test
  void wantsAFile() {
    carrack("piece").refusedSaying("FILE");
  }

  private static byte[] payload(String pattern, int size) {
    byte[] out = new byte[size];
    for (int i = 0; i < size; i++) {
      out[i] = (byte) (pattern.equals("zero") ? 0 : i % 251);
    }
    return out;
  }
}
