package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Needs("fixtures")
class PieceVectorsTest {

  /** Payload bytes of the largest row that is hashed; the profile {@code slow} leaves none out. */
  private static final long MOST = Long.getLong("carrack.commp.bytes", 1 << 25);

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
        assertThat(PieceCid.parseV1(field(one, "v1"), piece.rawSize())).as(one).isEqualTo(piece);
      }
      if (one.contains("\"v2hex\"")) {
        assertThat(piece.v2().bytes())
            .as(one)
            .asHexString()
            .isEqualToIgnoringCase(field(one, "v2hex"));
      }
      if (one.contains("\"height\"")) {
        assertThat(piece.height()).as(one).isEqualTo(Integer.parseInt(field(one, "height")));
      }
      if (one.contains("\"padding\"")) {
        assertThat(piece.paddedSize() / 128 * 127 - piece.rawSize())
            .as(one)
            .isEqualTo(Long.parseLong(field(one, "padding")));
      }
    }
    Fixtures.count("filecoin/frc0069", cases.size());
    assertThat(cases).hasSize(9);
  }

  /** The cases of FRC-0069 that are nothing but zeros, each of them read and hashed. */
  @Test
  void hashesTheZerosOfFrc0069() throws IOException {
    List<String> cases =
        objects("filecoin/frc0069/frc-0069-cases.json").stream()
            .filter(one -> one.matches("(?s).*\"desc\": \"[^\"]*\\d zero bytes\".*"))
            .toList();
    int rows = 0;

    for (String one : cases) {
      long size = Long.parseLong(field(one, "size"));
      if (size > MOST) {
        continue;
      }
      rows++;
      try (ParallelPieceHasher hasher =
          new ParallelPieceHasher(Runtime.getRuntime().availableProcessors())) {
        byte[] zeros = new byte[1 << 20];
        while (hasher.position() < size) {
          hasher.update(zeros, 0, (int) Math.min(zeros.length, size - hasher.position()));
        }
        assertThat(hasher.finish()).as(one).hasToString(field(one, "v2"));
      }
    }
    assertThat(cases).hasSize(4);
    Fixtures.count("filecoin/frc0069 (zeros, of 4 those up to %d bytes)".formatted(MOST), rows);
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

  /**
   * go-fil-commp-hashhash testdata: prefixes of Go's random numbers of seed 1337, hashed in one
   * pass that is forked at its checkpoints. Rows up to {@link #MOST}.
   */
  @Test
  void hashesTheGoVectorsOfRandomNumbers() throws IOException {
    List<String> lines = Files.readAllLines(Fixtures.path("ipld/commp/random.txt"));
    GoRandom random = new GoRandom(1337);
    PieceHasher hasher = new PieceHasher();
    byte[] window = new byte[PieceHasher.HEAD];
    int rows = 0;

    for (String line : lines) {
      String[] columns = line.split(",");
      long size = Long.parseLong(columns[0]);
      if (size > MOST) {
        continue;
      }
      if (rows++ == 0) {
        random.fill(window, window.length);
      }
      while (hasher.position() + window.length < size) {
        hasher.update(window, 0, window.length);
        random.fill(window, window.length);
      }
      PieceCheckpoint here = PieceCheckpoint.read(hasher.checkpoint().bytes());
      PieceHasher fork = PieceHasher.resume(here);
      fork.update(window, 0, (int) (size - here.position()));
      PieceCid piece = fork.finish();
      assertThat(piece.v1()).as(line).hasToString(columns[2]);
      assertThat(piece.paddedSize()).as(line).isEqualTo(Long.parseLong(columns[1]));
      assertThat(piece.rawSize()).as(line).isEqualTo(size);
    }
    assertThat(lines).hasSize(108);
    Fixtures.count("ipld/commp (random.txt, of 108 those up to %d bytes)".formatted(MOST), rows);
  }

  /** CommD of live sector f01392893:139074, and the aggregate before it was filled up. */
  @Test
  void computesTheCommDOfALiveSector() throws IOException {
    String sector = Files.readString(Fixtures.path("filecoin/commd/aggregate-32g.json"));
    List<PieceCid> pieces = new ArrayList<>();
    Matcher piece =
        Pattern.compile("\"pieceCidV1\": \"(\\w+)\",\\s+\"paddedSize\": (\\d+)").matcher(sector);
    while (piece.find()) {
      pieces.add(PieceCid.parseV1(piece.group(1), Long.parseLong(piece.group(2)) / 128 * 127));
    }

    PieceCid commD = AggregatePiece.commD(34_359_738_368L, pieces);

    assertThat(commD.v1()).hasToString(field(sector, "expectedCommD"));
    assertThat(commD.paddedSize()).isEqualTo(Long.parseLong(field(sector, "size")));
    List<PieceCid> filled = new ArrayList<>(pieces);
    filled.add(zeros(8L << 30));
    filled.add(zeros(16L << 30));
    assertThat(AggregatePiece.of(filled)).isEqualTo(commD);
    assertThat(AggregatePiece.of(pieces).paddedSize()).isEqualTo(8L << 30);
    assertThat(pieces).hasSize(10);
    Fixtures.count("filecoin/commd", 1);
  }

  /** Two CARs under one index: go-data-segment testdata/sample_aggregate. */
  @Test
  void aggregatesTheSampleOfFrc0058() throws IOException {
    PieceCid cat = sample("cat.png.car");
    PieceCid vda = sample("vda.png.car");
    DataSegmentDeal deal = DataSegmentDeal.of(1 << 20, List.of(cat, vda));
    byte[] index = Files.readAllBytes(Fixtures.path("filecoin/frc0058/index.data"));

    assertThat(deal.index()).isEqualTo(index);
    assertThat(Payload.piece(index).v1()).hasToString(commp("index.data"));
    assertThat(DataSegmentIndex.read(new ByteArrayInputStream(index), 1 << 20))
        .isEqualTo(deal.segments());
    // The deal's commitment is in go-data-segment's creation_test.go.
    assertThat(deal.piece().v1())
        .hasToString("baga6ea4seaqnqkeoqevjjjfe46wo2lpfclcbmkyms4wkz5srou3vzmr3w3c72bq");
    deal.prove(0).verify(cat, deal.piece());
    deal.prove(1).verify(vda, deal.piece());
    PieceHasher written = new PieceHasher();
    try (InputStream first = Files.newInputStream(frc0058("cat.png.car"));
        InputStream second = Files.newInputStream(frc0058("vda.png.car"))) {
      deal.write(List.of(first, second), sink(written));
    }
    assertThat(written.finish()).isEqualTo(deal.piece());
    assertThat(parsed()).isEqualTo(deal.segments());
    Fixtures.count("filecoin/frc0058", 4);
  }

  private static PieceCid sample(String name) throws IOException {
    PieceCid piece = Payload.piece(Files.readAllBytes(frc0058(name)));
    assertThat(piece.v1()).hasToString(commp(name));
    assertThat(Files.readString(frc0058(name + ".commp")))
        .contains("Piece size in bytes:  " + piece.paddedSize() / 128 * 127);
    return piece;
  }

  private static String commp(String name) throws IOException {
    Matcher cid =
        Pattern.compile("CID:\\s+(\\w+)").matcher(Files.readString(frc0058(name + ".commp")));
    assertThat(cid.find()).isTrue();
    return cid.group(1);
  }

  /** index.json: numbers in the order commitment, offset, size, checksum. */
  private static List<DataSegment> parsed() throws IOException {
    List<DataSegment> segments = new ArrayList<>();
    Matcher entry =
        Pattern.compile(
                "\"CommDs\": \\[([^\\]]*)],\\s+\"Offset\": (\\d+),\\s+\"Size\": (\\d+),"
                    + "\\s+\"Checksum\": \\[([^\\]]*)]")
            .matcher(Files.readString(frc0058("index.json")));
    while (entry.find()) {
      DataSegment segment =
          new DataSegment(
              bytes(entry.group(1)),
              Long.parseLong(entry.group(2)),
              Long.parseLong(entry.group(3)));
      assertThat(Arrays.copyOfRange(segment.entry(), 48, 64)).isEqualTo(bytes(entry.group(4)));
      segments.add(segment);
    }
    assertThat(segments).hasSize(2);
    return segments;
  }

  private static byte[] bytes(String numbers) {
    String[] parts = numbers.strip().split(",\\s*");
    byte[] bytes = new byte[parts.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(parts[i].strip());
    }
    return bytes;
  }

  private static Path frc0058(String name) {
    return Fixtures.path("filecoin/frc0058/" + name);
  }

  private static OutputStream sink(PieceHasher hasher) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        hasher.update(bytes, offset, length);
      }
    };
  }

  private static PieceCid zeros(long paddedSize) {
    byte[] root = new byte[32];
    ZeroSubtrees.copy(Long.numberOfTrailingZeros(paddedSize) - 5, root, 0);
    return PieceCid.of(paddedSize / 128 * 127, root);
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
