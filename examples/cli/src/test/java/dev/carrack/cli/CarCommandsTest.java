package dev.carrack.cli;

import static dev.carrack.cli.Ran.carrack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code car export import verify}. */
class CarCommandsTest {

  @TempDir Path dir;
  private Path store;
  private Path car;
  private String root;
  private byte[] content;

  @BeforeEach
  void exportOne() throws IOException {
    store = dir.resolve("store");
    car = dir.resolve("x.car");
    content = new byte[1_500_000];
    new Random(2).nextBytes(content);
    Path file = Files.write(dir.resolve("file"), content);
    root = carrack("add", file, "--store", store).ok().line();
    assertThat(carrack("car", "export", root, "-o", car, "--store", store).ok().line())
        .isEqualTo(root);
  }

  @Test
  void anotherStoreImportsWhatOneExported() {
    Path other = dir.resolve("other");

    assertThat(carrack("car", "import", car, "--store", other).ok().line()).isEqualTo(root);

    assertThat(carrack("cat", root, "--store", other).ok().out()).isEqualTo(content);
  }

  @Test
  void verifyPrintsTheRootAndWhetherItIsComplete() {
    Ran ran = carrack("car", "verify", car);

    assertThat(ran.code()).isZero();
    assertThat(ran.line()).isEqualTo(root);
    assertThat(ran.err()).contains("3 blocks", "; complete");
  }

  @Test
  void exportsVersion2AndPartsOfAGraph() {
    Path v2 = dir.resolve("v2.car");
    carrack("car", "export", root, "-o", v2, "--v2", "--store", store).ok();
    assertThat(carrack("car", "verify", v2).err())
        .contains("index MULTIHASH_SORTED: 3 entries, each points to its block; 0 blocks")
        .contains("3 blocks", "; complete");

    Path part = dir.resolve("part.car");
    carrack("car", "export", root, "-o", part, "--bytes", "0:9", "--store", store).ok();
    assertThat(carrack("car", "verify", part).err()).contains("2 blocks", "incomplete: 1 blocks");
    carrack("car", "export", root, "-o", part, "--scope", "block", "--store", store).ok();
    assertThat(carrack("car", "verify", part).err()).contains("1 blocks", "incomplete: 2 blocks");
    carrack("car", "export", root, "-o", part, "--bytes", "1-2", "--store", store)
        .refusedSaying("'1-2' is no range of bytes");
    carrack("car", "export", root, "-o", part, "--scope", "some", "--store", store)
        .refusedSaying("some");
  }

  @Test
  void indexesFiltersSplitsAndJoins() throws IOException {
    Path index = dir.resolve("x.carindex");
    assertThat(carrack("car", "index", car, "-o", index).ok().line()).isEqualTo("3");
    assertThat(Files.readAllBytes(index)).startsWith(0x81, 0x08);
    carrack("car", "index", car, "-o", index, "--sorted").ok();
    assertThat(Files.readAllBytes(index)).startsWith(0x80, 0x08);

    Path filtered = dir.resolve("filtered.car");
    assertThat(carrack("car", "filter", car, root, "-o", filtered).ok().line()).isEqualTo(root);
    assertThat(filtered).hasSameBinaryContentAs(car);
    carrack(
            "car",
            "filter",
            car,
            "bafkreiaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "-o",
            filtered)
        .failsSaying("bafkreiaaaa");

    var parts =
        carrack("car", "split", car, "--limit", 1_100_000, "-o", dir.resolve("part")).ok().lines();
    assertThat(parts)
        .containsExactly(
            dir.resolve("part-0.car").toString(), dir.resolve("part-1.car").toString());
    Path joined = dir.resolve("joined.car");
    assertThat(carrack("car", "join", parts.get(0), parts.get(1), "-o", joined).ok().line())
        .isEqualTo(root);
    assertThat(joined).hasSameBinaryContentAs(car);
    carrack("car", "split", car, "--limit", 100, "-o", dir.resolve("part")).failsSaying("100");
  }

  /** Outside source: the ipld CARv1 fixture of go-car, whose roots its own JSON names. */
  @Test
  @Needs("fixtures")
  void verifyReadsTheCarsOfOthers() {
    Ran ran = carrack("car", "verify", Fixtures.path("ipld/car/carv1-basic.car"));

    assertThat(ran.code()).isZero();
    assertThat(ran.lines())
        .containsExactly(
            "bafyreihyrpefhacm6kkp4ql6j6udakdit7g3dmkzfriqfykhjw6cad5lrm",
            "bafyreidj5idub6mapiupjwjsyyxhyhedxycv4vihfsicm2vt46o7morwlm");
  }

  @Test
  void namesThePlaceOfAFlippedByte() throws IOException {
    byte[] bytes = Files.readAllBytes(car);
    bytes[bytes.length - 1] ^= 1;
    Files.write(car, bytes);
    Path other = dir.resolve("other");

    carrack("car", "verify", car).failsSaying("x.car at byte ", "bafkrei");
    carrack("car", "import", car, "--store", other).failsSaying("x.car at byte ");

    assertThat(carrack("artifacts", "--store", other).ok().lines()).isEmpty();
    assertThat(carrack("add", dir.resolve("file"), "--store", other).ok().line()).isEqualTo(root);
  }

  @Test
  void refusesACutCarAndKeepsNothingOfIt() throws IOException {
    Path cut = Files.write(dir.resolve("cut.car"), Arrays.copyOf(Files.readAllBytes(car), 900_000));
    Path other = dir.resolve("other");

    carrack("car", "verify", cut).failsSaying("cut.car");
    carrack("car", "import", cut, "--store", other).failsSaying("cut.car");

    assertThat(carrack("artifacts", "--store", other).ok().lines()).isEmpty();
  }

  @Test
  void refusesWhatIsNoCar() throws IOException {
    Path text = Files.writeString(dir.resolve("text"), "not a CAR at all");
    Path varint = Files.write(dir.resolve("varint"), HexFormat.of().parseHex("ff".repeat(11)));
    Path empty = Files.write(dir.resolve("empty"), new byte[0]);

    carrack("car", "verify", text).failsSaying("text");
    carrack("car", "verify", varint).failsSaying("varint");
    carrack("car", "verify", empty).failsSaying("empty");
    carrack("car", "verify", dir.resolve("absent")).failsSaying("absent");
  }

  @Test
  void refusesARootWithoutItsBlocks() throws IOException {
    // The header alone: the root that it names is not in it.
    byte[] bytes = Files.readAllBytes(car);
    Path bare = Files.write(dir.resolve("bare.car"), Arrays.copyOf(bytes, bytes[0] + 1));

    assertThat(carrack("car", "verify", bare).err()).contains("incomplete", root);
    carrack("car", "import", bare, "--store", dir.resolve("other")).failsSaying(root);
  }

  @Test
  void leavesNothingBehindWhereAnExportFails() throws IOException {
    carrack(
            "car",
            "export",
            "bafkreiaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "-o",
            dir.resolve("y.car"),
            "--store",
            store)
        .failsSaying("bafkreiaaaa");
    carrack("car", "export", root, "-o", dir.resolve("no/y.car"), "--store", store)
        .failsSaying("no/y.car");

    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("file", "store", "x.car");
    }
  }
}
