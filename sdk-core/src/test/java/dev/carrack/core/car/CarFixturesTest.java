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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sources: ipld/go-car d891b59 and ipld/ipld 65cef92 (car), ipfs/gateway-conformance 22c7644,
 * ipfs/boxo 8df89a7.
 */
@Needs("fixtures")
class CarFixturesTest {

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sample-v1-tailing-corrupt-section.car",
        "sample-v1-with-zero-len-section.car",
        "badheaderlength.car",
        "sample-corrupt-pragma.car"
      })
  void refusesCorruptFiles(String name) {
    assertThatThrownBy(() -> cids(car(name)))
        .isInstanceOf(CarrackException.class)
        .hasMessageContaining(name);
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
                    () ->
                        assertThatThrownBy(
                                () ->
                                    Car.importAll(
                                        new ByteArrayInputStream(goBytes(file)),
                                        "fuzz",
                                        new MemoryBlockStore(),
                                        Progress.none()))
                            .isInstanceOf(CarrackException.class)));
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
