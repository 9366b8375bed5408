package dev.carrack.core.car;

import static dev.carrack.core.car.Samples.GO_CAR_ROOT;
import static dev.carrack.core.car.Samples.GO_CAR_V2;
import static dev.carrack.core.car.Samples.bytes;
import static dev.carrack.core.car.Samples.identity;
import static dev.carrack.core.car.Samples.patched;
import static dev.carrack.core.car.Samples.raw;
import static dev.carrack.core.car.Samples.walk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.ipld.Dag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CarFileWriterTest {

  @TempDir Path dir;

  private byte[] written(CarOptions options, Block... blocks) {
    Path file = dir.resolve("out.car");
    long size = Car.write(file, List.of(), walk(List.of(blocks)), options, Progress.none());
    assertThat(file).hasSize(size);
    return bytes(file);
  }

  private byte[] rewritten(byte[] car, CarOptions options) {
    Path in = Samples.write(dir.resolve("in.car"), car);
    Path out = dir.resolve("out.car");
    BlockWalk sections = BlockWalk.sections(in, Padding.REFUSE);
    long size = Car.write(out, List.of(GO_CAR_ROOT), sections, options, Progress.none());
    assertThat(out).hasSize(size);
    return bytes(out);
  }

  @Test
  void writesTheBytesOfGoCarAndUnwrapsThem() {
    byte[] payload = Arrays.copyOfRange(GO_CAR_V2, 51, 335);

    assertThat(rewritten(payload, CarOptions.v2())).isEqualTo(GO_CAR_V2);
    assertThat(rewritten(GO_CAR_V2, CarOptions.v2())).isEqualTo(GO_CAR_V2);
    assertThat(rewritten(GO_CAR_V2, CarOptions.v1())).isEqualTo(payload);
  }

  @Test
  void version2HasPaddingOffsetsAndTheFlagWhereTheSpecificationPutsThem() {
    byte[] car =
        written(
            CarOptions.v2().withIndex(CarIndex.Form.SORTED).withFullIndex().withPadding(3, 2),
            identity("a"));

    assertThat(HexFormat.of().formatHex(car))
        .isEqualTo(
            "0aa16776657273696f6e02" // pragma
                + "80000000000000000000000000000000" // fully indexed
                + "3600000000000000"
                + "1900000000000000"
                + "5100000000000000" // 54, 25, 81
                + "000000"
                + "11a265726f6f7473806776657273696f6e01"
                + "060155000161"
                + "61"
                + "0000"
                + "8008"
                + "01000000"
                + "09000000"
                + "0900000000000000"
                + "61"
                + "1200000000000000");
  }

  @Test
  void identityCidsAreIndexedOnlyInAFullIndex() {
    byte[] car = written(CarOptions.v2(), identity("a"));

    assertThat(HexFormat.of().formatHex(car)).endsWith("060155000161" + "61" + "8108" + "00000000");
    assertThat(car[11]).isZero();
  }

  @Test
  void anIndexCanBeLeftOut() {
    byte[] car = written(CarOptions.v2().withPadding(0, 9).withFullIndex().withoutIndex());

    assertThat(HexFormat.of().formatHex(car))
        .isEqualTo(
            "0aa16776657273696f6e02"
                + "00000000000000000000000000000000"
                + "3300000000000000"
                + "1200000000000000"
                + "0000000000000000"
                + "11a265726f6f7473806776657273696f6e01");
  }

  @ParameterizedTest
  @CsvSource({
    "27, 3200000000000000, 'places its payload of 284 bytes at 50'",
    "27, 00000000000000ff, 'places its payload of 284 bytes at 18374686479671623680'",
    "35, 0000000000000000, 'places its payload of 0 bytes at 51'",
    "35, ffffffffffffffff, 'places its payload of 18446744073709551615 bytes'",
    "35, ffffffffffffff7f, 'places its payload of 9223372036854775807 bytes'",
    "43, 4e01000000000000, 'places its index at 334, before its payload ends at 335'",
    "43, 00000000000000ff, 'places its index at 18374686479671623680'",
  })
  void refusesOffsetsThatOverlap(int at, String hex, String problem) {
    byte[] bad = patched(GO_CAR_V2, at, hex);

    assertThatThrownBy(() -> CarReader.read(new ByteArrayInputStream(bad), "bad"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("bad at byte 11 " + problem);
  }

  @Test
  void unknownCharacteristicsAreLeftToLaterVersions() {
    byte[] marked = patched(GO_CAR_V2, 11, "7fffffffffffffffffffffffffffffff");
    try (CarFile car = CarFile.open(Samples.write(dir.resolve("x.car"), marked))) {
      assertThat(car.fullyIndexed()).isFalse();
      assertThat(car.get(GO_CAR_ROOT)).isPresent();
    }
  }

  @Test
  void aPayloadThatIsCutBetweenSectionsIsNoWholeCar() {
    byte[] cut = Arrays.copyOf(GO_CAR_V2, 51 + 198);

    assertThatThrownBy(() -> drain(new ByteArrayInputStream(cut), Padding.REFUSE))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("at byte 249 is cut: its payload should end at byte 335");
  }

  @Test
  void zerosBehindTheLastSectionAreTakenOnlyWhereAskedFor() {
    byte[] padded = written(CarOptions.v1().paddedTo(70_000), raw(1, 10));
    assertThat(padded).hasSize(70_000);

    assertThatThrownBy(() -> drain(new ByteArrayInputStream(padded), Padding.REFUSE))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("at byte 65 has a section of length zero");
    assertThat(drain(new ByteArrayInputStream(padded), Padding.ZEROS)).isEqualTo(70_000);
    padded[69_999] = 1;
    assertThatThrownBy(() -> drain(new ByteArrayInputStream(padded), Padding.ZEROS))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("at byte 69999 has more than zeros behind its last section");
    padded[66] = 2;
    assertThatThrownBy(() -> drain(new ByteArrayInputStream(padded), Padding.ZEROS))
        .hasMessageContaining("at byte 66 has more");
  }

  @Test
  void paddingNeverShortens() {
    assertThat(written(CarOptions.v1().paddedTo(10), raw(1, 10)))
        .isEqualTo(written(CarOptions.v1(), raw(1, 10)))
        .hasSize(18 + 1 + 36 + 10);
    assertThatThrownBy(() -> CarOptions.v2().withPadding(-1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CarOptions.v2().withPadding(0, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long drain(ByteArrayInputStream in, Padding padding) {
    try (CarReader reader = CarReader.read(in, "test", padding)) {
      while (reader.next().isPresent()) {}
      return reader.position();
    }
  }

  @Test
  void aFileThatIsNotFinishedLeavesNothing() throws IOException {
    Path file = dir.resolve("a.car");
    try (CarFileWriter writer = CarFileWriter.create(file, List.of(), CarOptions.v2())) {
      writer.put(raw(1, 10));
      assertThat(writer.position()).isEqualTo(18 + 47);
      assertThat(file).doesNotExist();
      assertThat(files()).hasSize(1);
    }
    assertThat(files()).isEmpty();

    Samples.write(file, new byte[5]);
    BlockWalk failing =
        visitor -> {
          visitor.accept(raw(1, 10));
          throw new StorageException("source is gone", "");
        };
    assertThatThrownBy(() -> Car.write(file, List.of(), failing, CarOptions.v1(), Progress.none()))
        .hasMessageContaining("source is gone");
    assertThat(bytes(file)).hasSize(5);
    assertThat(files()).hasSize(1);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.toList();
    }
  }

  @Test
  void headersThatNoReaderTakesAreNotWritten() throws IOException {
    List<Cid> roots = Collections.nCopies(60_000, GO_CAR_ROOT);

    assertThatThrownBy(() -> CarFileWriter.create(dir.resolve("a"), roots, CarOptions.v1()))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("60000 roots");
    assertThat(files()).isEmpty();
    assertThatThrownBy(() -> CarFileWriter.create(dir.resolve("no/a"), List.of(), CarOptions.v1()))
        .hasMessageContaining("no file to create");
  }

  @Test
  void aLimitStopsAGraphWithTooManyPaths() {
    var store = Samples.store(List.of(raw(1, 100)));
    Block root = raw(1, 100);
    for (int i = 0; i < 60; i++) {
      root = Samples.links(root.cid(), root.cid());
      store.put(root);
    }
    BlockWalk all = BlockWalk.dfs(store, root.cid(), Dag.Repeats.KEEP);

    assertThatThrownBy(
            () ->
                Car.write(
                    dir.resolve("a"),
                    List.of(),
                    all,
                    CarOptions.v1().withLimit(100_000),
                    Progress.none()))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("100000 bytes");
    // The limit itself is allowed: a header of 18 bytes and a section of 138.
    CarOptions tight = CarOptions.v1().withLimit(18 + 2 + 36 + 100);
    assertThat(written(tight, raw(1, 100))).hasSize(156);
    assertThatThrownBy(() -> written(CarOptions.v1().withLimit(155), raw(1, 100)))
        .isInstanceOf(LimitException.class);
  }

  @Test
  void ordersAndRepeatsAreThoseOfTrustlessGateways() {
    Block leaf = raw(1, 3);
    Block inner = Samples.links(leaf.cid(), raw(2, 3).cid());
    Block root = Samples.links(inner.cid(), leaf.cid());
    var store = Samples.store(List.of(leaf, raw(2, 3), inner, root));
    Path file = dir.resolve("a.car");

    Car.write(
        file,
        List.of(root.cid()),
        BlockWalk.dfs(store, root.cid(), Dag.Repeats.KEEP),
        CarOptions.v1(),
        Progress.none());
    assertThat(Samples.cids(file))
        .containsExactly(root.cid(), inner.cid(), leaf.cid(), raw(2, 3).cid(), leaf.cid());
    Car.write(
        file,
        List.of(root.cid()),
        BlockWalk.dfs(store, root.cid(), Dag.Repeats.SKIP),
        CarOptions.v1(),
        Progress.none());
    assertThat(Samples.cids(file))
        .containsExactly(root.cid(), inner.cid(), leaf.cid(), raw(2, 3).cid());
  }

  @Test
  void filtersByCidAndByReachability() {
    Path in = Samples.write(dir.resolve("in.car"), GO_CAR_V2);
    Path out = dir.resolve("out.car");
    List<Cid> cids = Samples.cids(in);

    BlockWalk wanted = BlockWalk.sections(in, Padding.REFUSE).only(cids.get(1)::equals);
    Car.write(out, List.of(GO_CAR_ROOT), wanted, CarOptions.v1(), Progress.none());
    assertThat(Samples.cids(out)).containsExactly(cids.get(1));

    try (CarFile car = CarFile.open(in)) {
      BlockWalk below = BlockWalk.dfs(car, cids.get(1), Dag.Repeats.SKIP);
      Car.write(out, List.of(cids.get(1)), below, CarOptions.v1(), Progress.none());
    }
    assertThat(Samples.cids(out)).containsExactly(cids.get(1), cids.get(0));
  }

  @Test
  void anInterruptStopsWriting() throws IOException {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> written(CarOptions.v1(), raw(1, 10)))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(files()).isEmpty();
  }
}
