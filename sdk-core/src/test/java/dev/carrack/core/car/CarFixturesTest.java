package dev.carrack.core.car;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.carrack.core.Block;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.Progress;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Links;
import dev.carrack.core.ipld.Node;
import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sources: ipld/go-car d891b59 and ipld/ipld 65cef92 (car), ipfs/gateway-conformance 22c7644,
 * ipfs/boxo 8df89a7.
 */
@Needs("fixtures")
class CarFixturesTest {

  @TempDir Path dir;

  @Test
  void theSpecificationsExampleHasItsBlocksAtTheirOffsets() throws IOException {
    Node expected = DagJson.decodeLenient(Files.readAllBytes(car("carv1-basic.json")));
    try (CarReader reader = CarReader.read(car("carv1-basic.car"))) {
      assertThat(reader.roots())
          .isEqualTo(expected.at("header").at("roots").items().stream().map(Node::link).toList());
      for (Node block : expected.at("blocks").items()) {
        assertThat(reader.position()).isEqualTo(block.at("offset").int64());
        Block read = reader.next().orElseThrow();
        assertThat(read.cid()).isEqualTo(block.at("cid").link());
        assertThat(read.size()).isEqualTo((int) block.at("blockLength").int64());
      }
      assertThat(reader.next()).isEmpty();
    }
  }

  @TestFactory
  List<DynamicTest> everyCarIsVerifiedAndWrittenBackByteForByte() throws IOException {
    List<Path> cars = new ArrayList<>();
    for (String folder : List.of("ipld/gateway-conformance/fixtures", "ipld/boxo")) {
      try (Stream<Path> files = Files.walk(Fixtures.path(folder))) {
        files.filter(file -> file.toString().endsWith(".car")).sorted().forEach(cars::add);
      }
    }
    cars.add(car("carv1-basic.car"));
    cars.add(car("simple-unixfs.car"));
    cars.add(car("sample-v1.car"));
    Fixtures.count("ipld/car, boxo, gateway-conformance (CARv1 rewritten)", cars.size());
    assertThat(cars).hasSizeGreaterThan(20);
    return cars.stream()
        .map(file -> dynamicTest(file.getFileName().toString(), () -> rewrites(file)))
        .toList();
  }

  private static void rewrites(Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CarReader reader = CarReader.read(file);
        CarWriter writer = CarWriter.write(out, reader.roots())) {
      Optional<Block> block;
      while ((block = reader.next()).isPresent()) {
        Links.of(block.get());
        writer.put(block.get());
      }
    }

    assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void theIndexesOfGoCarAreReproducedByteForByte() throws IOException {
    Path payload = car("sample-v1.car");
    byte[] byHash = Files.readAllBytes(car("sample-multihash-index-sorted.carindex"));
    byte[] sorted = Files.readAllBytes(car("sample-index.carindex"));
    byte[] wrapped = Files.readAllBytes(car("sample-wrapped-v2.car"));
    byte[] small = Files.readAllBytes(car("sample-unixfs-v2.car"));

    assertThat(encoded(Car.index(payload, CarIndex.Form.MULTIHASH_SORTED, Progress.none())))
        .isEqualTo(byHash)
        .isEqualTo(Arrays.copyOfRange(wrapped, 479_958, 521_708));
    // This one go-car made with identity CIDs in it.
    assertThat(encoded(Car.fullIndex(payload, CarIndex.Form.SORTED, Progress.none())))
        .isEqualTo(sorted);
    assertThat(encoded(CarIndex.read(car("sample-index.carindex")))).isEqualTo(sorted);
    assertThat(
            encoded(
                Car.index(
                    car("sample-unixfs-v2.car"), CarIndex.Form.MULTIHASH_SORTED, Progress.none())))
        .isEqualTo(Arrays.copyOfRange(small, 335, 485));
    Fixtures.count("ipld/car (indexes)", 4);
  }

  private static byte[] encoded(CarIndex index) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    index.writeTo(out);
    return out.toByteArray();
  }

  @TestFactory
  Stream<DynamicTest> version2FilesAreWrittenBackByteForByte() {
    Map<String, CarOptions> files =
        Map.of(
            "sample-wrapped-v2.car", CarOptions.v2(),
            "sample-unixfs-v2.car", CarOptions.v2(),
            "sample-v2-indexless.car", CarOptions.v2().withoutIndex());
    Fixtures.count("ipld/car (CARv2 rewritten)", files.size());
    return files.entrySet().stream()
        .map(
            file ->
                dynamicTest(
                    file.getKey(),
                    () -> {
                      Path in = car(file.getKey());
                      Path out = dir.resolve(file.getKey());
                      CarReport report = Car.verify(in, Padding.REFUSE, Progress.none());
                      Car.write(
                          out,
                          report.roots(),
                          BlockWalk.sections(in, Padding.REFUSE),
                          file.getValue(),
                          Progress.none());
                      assertThat(out).hasSameBinaryContentAs(in);
                      assertThat(report.unindexed()).isZero();
                    }));
  }

  @Test
  void everyBlockIsFoundByEveryIndex() throws IOException {
    List<Cid> cids = cids(car("sample-v1.car"));
    CarIndex detached = CarIndex.read(car("sample-multihash-index-sorted.carindex"));
    CarIndex sorted = CarIndex.read(car("sample-index.carindex"));
    try (CarFile wrapped = CarFile.open(car("sample-wrapped-v2.car"));
        CarFile indexless = CarFile.open(car("sample-v2-indexless.car"));
        CarFile byHash = CarFile.open(car("sample-v1.car"), detached);
        CarFile byDigest = CarFile.open(car("sample-v1.car"), sorted)) {
      for (CarFile file : List.of(wrapped, indexless, byHash, byDigest)) {
        assertThat(cids).allSatisfy(cid -> assertThat(file.get(cid)).isPresent());
      }
    }
    Fixtures.count("ipld/car (random access)", 4 * cids.size());
  }

  // go-car's own version 2 files hold the same payload as sample-v1.car.
  @ParameterizedTest
  @ValueSource(strings = {"sample-wrapped-v2.car", "sample-v2-indexless.car"})
  void thePayloadOfVersion2IsThatOfVersion1(String name) {
    assertThat(cids(car(name))).hasSize(1049).isEqualTo(cids(car("sample-v1.car")));
  }

  @Test
  void readsASmallVersion2File() {
    assertThat(cids(car("sample-unixfs-v2.car"))).hasSize(3);
  }

  @TestFactory
  Stream<DynamicTest> corruptFilesAreRefusedByTheirRuleAndOffset() {
    Map<String, String> rules =
        Map.of(
            "sample-v1-tailing-corrupt-section.car",
                "at byte 479518 is cut inside a section, 13 bytes before its end",
            "sample-v1-with-zero-len-section.car", "at byte 479907 has a section of length zero",
            "badheaderlength.car", "at byte 0 claims a header of",
            "sample-corrupt-pragma.car",
                "at byte 0 is cut inside the header, 3 bytes before its end",
            "sample-rootless-v42.car", "CAR version 42 is unknown");
    Fixtures.count("ipld/car (corrupt)", rules.size());
    return rules.entrySet().stream()
        .map(
            rule ->
                dynamicTest(
                    rule.getKey(),
                    () -> {
                      Path file = car(rule.getKey());
                      assertThatThrownBy(() -> cids(file))
                          .isInstanceOf(CarrackException.class)
                          .hasMessageContaining(rule.getKey())
                          .hasMessageContaining(rule.getValue());
                      assertThatThrownBy(() -> Car.verify(file, Padding.REFUSE, Progress.none()))
                          .hasMessageContaining(rule.getValue());
                    }));
  }

  @Test
  void theirNeighboursAreTaken() throws IOException {
    byte[] whole = Files.readAllBytes(car("sample-v1.car"));
    byte[] cut = Files.readAllBytes(car("sample-v1-tailing-corrupt-section.car"));
    byte[] repaired = Arrays.copyOf(cut, whole.length);
    System.arraycopy(whole, cut.length, repaired, cut.length, whole.length - cut.length);
    assertThat(count(repaired, Padding.REFUSE)).isEqualTo(1049);

    byte[] zeros = Files.readAllBytes(car("sample-v1-with-zero-len-section.car"));
    assertThat(count(zeros, Padding.ZEROS)).isEqualTo(1049);
    assertThat(count(Arrays.copyOf(zeros, whole.length), Padding.REFUSE)).isEqualTo(1049);
  }

  private static int count(byte[] car, Padding padding) {
    int count = 0;
    try (CarReader reader = CarReader.read(new ByteArrayInputStream(car), "test", padding)) {
      while (reader.next().isPresent()) {
        count++;
      }
    }
    return count;
  }

  @Test
  void refusesAnUnknownVersion() {
    assertThatThrownBy(() -> cids(car("sample-rootless-v42.car")))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("42");
  }

  @TestFactory
  Stream<DynamicTest> survivesTheFuzzInputsOfGoCar() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(car("fuzz"))) {
      files = all.sorted().toList();
    }
    Fixtures.count("ipld/car/fuzz", files.size());
    return files.stream()
        .map(
            file ->
                dynamicTest(
                    file.getFileName().toString(),
                    () -> {
                      Path car = Files.write(dir.resolve("fuzz"), goBytes(file));
                      assertThatThrownBy(
                              () ->
                                  Car.importAll(
                                      Files.newInputStream(car),
                                      "fuzz",
                                      new MemoryBlockStore(),
                                      Progress.none()))
                          .isInstanceOf(CarrackException.class);
                      assertThatThrownBy(() -> Car.verify(car, Padding.ZEROS, Progress.none()))
                          .isInstanceOf(CarrackException.class);
                      try (CarFile opened = CarFile.open(car)) {
                        // Only heads were read: what they say is checked when a block is.
                        assertThat(opened.roots()).isNotNull();
                      } catch (CarrackException e) {
                        assertThat(e.getMessage()).contains("fuzz");
                      }
                    }));
  }

  /** The bytes of a Go fuzz corpus file: one line {@code []byte("…")} with Go's escapes. */
  private static byte[] goBytes(Path file) throws IOException {
    String line = Files.readAllLines(file).get(1);
    byte[] text =
        line.substring("[]byte(\"".length(), line.length() - 2).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length; i++) {
      if (text[i] != '\\') {
        out.write(text[i]);
        continue;
      }
      char c = (char) text[++i];
      int simple = "abtnvfr".indexOf(c);
      if (c == 'x') {
        out.write(Integer.parseInt(new String(text, i + 1, 2, StandardCharsets.US_ASCII), 16));
        i += 2;
      } else if (c == 'u') {
        int code = Integer.parseInt(new String(text, i + 1, 4, StandardCharsets.US_ASCII), 16);
        out.writeBytes(Character.toString(code).getBytes(StandardCharsets.UTF_8));
        i += 4;
      } else {
        out.write(simple >= 0 ? 7 + simple : c);
      }
    }
    return out.toByteArray();
  }

  private static List<Cid> cids(Path file) {
    List<Cid> cids = new ArrayList<>();
    try (CarReader reader = CarReader.read(file)) {
      Optional<Block> block;
      while ((block = reader.next()).isPresent()) {
        cids.add(block.get().cid());
      }
    }
    return cids;
  }

  private static Path car(String name) {
    return Fixtures.path("ipld/car/" + name);
  }
}
