package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Needs("fixtures")
class PieceVectorsTest {

  private static final Pattern OBJECT =
      Pattern.compile("\\{\\s+\"(desc|size)\".*?\\n {2}}", Pattern.DOTALL);

  /** Sizes and patterns hashed by npm @filoz/synapse-core 0.5.2. */
  @Test
  void namesEveryPatternOfTheGeneratedVectors() throws IOException {
    List<String> vectors = objects("filecoin/generated/commp-pattern-vectors.json");

    for (String vector : vectors) {
      byte[] payload = new byte[Integer.parseInt(field(vector, "size"))];
      int period = field(vector, "pattern").equals("i251") ? 251 : 1;
      for (int i = 0; i < payload.length; i++) {
        payload[i] = (byte) (i % period);
      }
      PieceCid piece = piece(payload);
      assertThat(piece.v2()).as(vector).hasToString(field(vector, "pieceCidV2"));
      assertThat(piece.v1()).as(vector).hasToString(field(vector, "pieceCidV1"));
      assertThat(piece.v2().bytes())
          .as(vector)
          .asHexString()
          .isEqualToIgnoringCase(field(vector, "bytesHex"));
      assertThat(PieceCid.parse(field(vector, "pieceCidV2"))).as(vector).isEqualTo(piece);
    }
    Fixtures.count("filecoin/generated (commp-pattern-vectors)", vectors.size());
    assertThat(vectors).hasSize(58);
  }

  /** FRC-0069 "Test Cases", every case with its size, v1 where given, and v2. */
  @Test
  void readsEveryCaseOfFrc0069() throws IOException {
    List<String> cases = objects("filecoin/frc0069/frc-0069-cases.json");

    for (String one : cases) {
      PieceCid piece = PieceCid.parse(field(one, "v2"));
      assertThat(piece.rawSize()).as(one).isEqualTo(Long.parseLong(field(one, "size")));
      assertThat(piece).as(one).hasToString(field(one, "v2"));
      if (one.contains("\"v1\"")) {
        assertThat(piece.v1()).as(one).hasToString(field(one, "v1"));
      }
    }
    Fixtures.count("filecoin/frc0069", cases.size());
    assertThat(cases).hasSize(9);
  }

  /** go-fil-commp-hashhash testdata at commit 4dd194bf1660: size, padded size, PieceCID v1. */
  @ParameterizedTest
  @CsvSource({"zero.txt, 0", "0xCC.txt, 204"})
  void hashesTheGoVectors(String file, int value) throws IOException {
    List<String> lines = Files.readAllLines(Fixtures.path("ipld/commp/" + file));

    for (String line : lines) {
      String[] columns = line.split(",");
      byte[] payload = new byte[Integer.parseInt(columns[0])];
      Arrays.fill(payload, (byte) value);
      PieceCid piece = piece(payload);
      assertThat(piece.v1()).as(line).hasToString(columns[2]);
      assertThat(piece.paddedSize()).as(line).isEqualTo(Long.parseLong(columns[1]));
    }
    Fixtures.count("ipld/commp (" + file + ")", lines.size());
    assertThat(lines).hasSize(18);
  }

  private static PieceCid piece(byte[] payload) {
    PieceHasher hasher = new PieceHasher();
    hasher.update(payload, 0, payload.length);
    return hasher.finish();
  }

  private static List<String> objects(String fixture) throws IOException {
    return OBJECT
        .matcher(Files.readString(Fixtures.path(fixture)))
        .results()
        .map(r -> r.group())
        .toList();
  }

  private static String field(String object, String name) {
    Matcher field = Pattern.compile("\"" + name + "\":\\s*\"?([^\",}\\s]+)").matcher(object);
    assertThat(field.find()).as("%s of %s", name, object).isTrue();
    return field.group(1);
  }
}
