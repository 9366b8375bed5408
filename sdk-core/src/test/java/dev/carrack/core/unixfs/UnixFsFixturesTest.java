package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.Progress;
import dev.carrack.core.car.Car;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trees that Kubo and boxo wrote. Sources: ipfs/gateway-conformance 22c7644, ipfs/boxo 8df89a7,
 * ipld/go-car d891b59.
 */
@Needs("fixtures")
class UnixFsFixturesTest {

  private static final String CONFORMANCE = "ipld/gateway-conformance/fixtures/";

  @TempDir Path dir;
  private final MemoryBlockStore store = new MemoryBlockStore();

  @TestFactory
  List<DynamicTest> everyGraphIsExportedInTheBytesThatKuboExported() throws IOException {
    List<Path> cars = new ArrayList<>();
    for (String folder : List.of(CONFORMANCE, "ipld/boxo")) {
      try (Stream<Path> files = Files.walk(Fixtures.path(folder))) {
        files.filter(file -> file.toString().endsWith(".car")).sorted().forEach(cars::add);
      }
    }
    cars.add(Fixtures.path("ipld/car/simple-unixfs.car"));
    Fixtures.count("ipld/gateway-conformance, boxo (graphs exported again)", cars.size());
    assertThat(cars).hasSizeGreaterThan(20);
    return cars.stream()
        .map(car -> dynamicTest(car.getFileName().toString(), () -> sameBytes(car)))
        .toList();
  }

  private static void sameBytes(Path car) throws IOException {
    byte[] bytes = Files.readAllBytes(car);
    MemoryBlockStore store = new MemoryBlockStore();
    InputStream in = new ByteArrayInputStream(bytes);
    Cid root = Car.importAll(in, car.toString(), store, Progress.none()).roots().get(0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Car.export(store, root, out, Progress.none());

    assertThat(out.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void aShardedDirectoryOfKuboIsReadWholeAndByName() throws IOException {
    Cid root =
        load(CONFORMANCE + "trustless_gateway_car/single-layer-hamt-with-multi-block-files.car");

    List<Entry> entries = UnixFs.list(store, root);

    assertThat(entries).hasSize(1000);
    assertThat(entries).extracting(Entry::name).contains("1.txt", "470.txt", "1000.txt");
    assertThat(UnixFs.resolve(store, root, "470.txt").size()).isEqualTo(1026);
    assertThat(text(UnixFs.resolve(store, root, "742.txt").cid()))
        .hasSize(1026)
        .startsWith("Lorem ipsum");
  }

  // The files of that directory have 256-byte chunks of no profile; its shards must come out alike.
  @Test
  void aShardedDirectoryOfKuboIsWrittenWithTheSameCid() throws IOException {
    Cid root =
        load(CONFORMANCE + "trustless_gateway_car/single-layer-hamt-with-multi-block-files.car");
    UnixFsNode node = UnixFsNode.load(store, root);
    List<PbLink> links = new ArrayList<>();
    new DirectoryReader(store, node).forEach(links::add);
    BlockWriter out = new BlockWriter(Profile.UNIXFS_V1_2025, block -> {});

    assertThat(new ShardWriter(out).write(links, 0).cid()).isEqualTo(root);
  }

  @Test
  void aWholeTreeComesOutWithItsContent() throws IOException {
    Cid root = load(CONFORMANCE + "path_gateway_unixfs/dir-with-files.car");

    UnixFsExporter.from(store).export(root, dir.resolve("out"));

    assertThat(dir.resolve("out/hello.txt")).hasContent("hello world\n");
    assertThat(dir.resolve("out/ascii.txt"))
        .hasSameBinaryContentAs(dir.resolve("out/ascii-copy.txt"));
    assertThat(dir.resolve("out/multiblock.txt")).hasSize(1026);
  }

  @Test
  void namesAreUnicodeAsKuboWroteThem() throws IOException {
    Cid listing = load(CONFORMANCE + "dir_listing/fixtures.car");
    Cid percent = load(CONFORMANCE + "path_gateway_unixfs/dir-with-percent-encoded-filename.car");

    assertThat(UnixFs.resolve(store, listing, "ą/ę/file-źł.txt").size()).isEqualTo(34);
    assertThat(UnixFs.list(store, percent))
        .extracting(Entry::name)
        .containsExactly("Portugal%2C+España=Peninsula Ibérica.txt");
  }

  @Test
  void aSymlinkOfKuboIsExportedAsOne() throws IOException {
    Cid root = load(CONFORMANCE + "path_gateway_unixfs/symlink.car");

    UnixFsExporter.from(store).export(root, dir.resolve("out"));

    assertThat(Files.readSymbolicLink(dir.resolve("out/bar"))).hasToString("foo");
    assertThat(dir.resolve("out/bar")).hasContent("content");
  }

  @Test
  void modesAndTimesOfBoxoAreRead() throws IOException {
    Cid root = load("ipld/boxo/unixfs-dir-with-mode-mtime.car");
    Map<String, Entry> entries = new TreeMap<>();
    UnixFs.walk(store, root, entries::put);

    assertThat(entries).hasSize(10);
    assertThat(entries.get("").mode()).hasValue(0700);
    assertThat(entries.get("file1").mode()).hasValue(0644);
    assertThat(entries.get("file1").modified()).contains(Instant.parse("2022-06-13T22:18:32Z"));
    assertThat(entries.get("dir2/sub1/link1").target()).contains("../sub2/file3");
  }

  @Test
  void entriesOfOtherCodecsAreListedButNotExported() throws IOException {
    Cid root = load(CONFORMANCE + "trustless_gateway_car/dir-with-dag-cbor-with-links.car");

    assertThat(UnixFs.list(store, root)).extracting(Entry::kind).contains(EntryKind.OTHER);
    assertThatThrownBy(() -> UnixFsExporter.from(store).export(root, dir.resolve("out")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("dag-cbor");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void namesThatOnlyUnixCanHoldNeedTheNativePolicy() throws IOException {
    Cid root = load("ipld/boxo/dir-special-chars.car");

    assertThatThrownBy(() -> UnixFsExporter.from(store).export(root, dir.resolve("out")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("foo? #<'");
    if (File.separatorChar == '/') {
      UnixFsExporter.from(store).withNames(NamePolicy.NATIVE).export(root, dir.resolve("out"));
      assertThat(dir.resolve("out/foo? #<'/bar/file.txt")).hasSize(1);
    }
  }

  private Cid load(String car) throws IOException {
    try (InputStream in = Files.newInputStream(Fixtures.path(car))) {
      return Car.importAll(in, car, store, Progress.none()).roots().get(0);
    }
  }

  private String text(Cid file) throws IOException {
    try (InputStream in = UnixFs.open(store, file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
