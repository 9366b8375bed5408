package dev.carrack.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.ConflictException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.unixfs.EntryKind;
import dev.carrack.core.unixfs.Preserve;
import dev.carrack.core.unixfs.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CIDs of content were made with npm ipfs-unixfs-importer 17.1.1, profile unixfs-v1-2025. */
class ArtifactsTest {

  private static final String HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path dir;
  private Artifacts artifacts;

  @BeforeEach
  void open() {
    artifacts =
        Artifacts.open(
            dir.resolve("store"),
            ArtifactsOptions.defaults().withClock(Clock.fixed(NEW_YEAR, ZoneOffset.UTC)));
  }

  @AfterEach
  void close() {
    artifacts.close();
  }

  @Test
  void theRootOfAFileIsTheCidThatEveryImporterGives() {
    Version hello = artifacts.put(Artifact.dataset("hello").file(file("hello.txt", "hello world")));
    Version big = artifacts.put(Artifact.dataset("big").bytes("big", big()));

    assertThat(hello.root()).hasToString(HELLO);
    assertThat(big.root())
        .hasToString("bafybeidcalc4ewoo2qs7baubpsbiiqdpcg77jo5vis3htuqxzsbr3uluce");
    assertThat(big.totalBytes()).isEqualTo(big().length);
  }

  @Test
  void theManifestOfAVersionHasTheCidOfItsGoldenBytes() {
    Version version =
        artifacts.put(Artifact.dataset("reviews").file(file("hello.txt", "hello world")));

    // The same fields through npm @ipld/dag-cbor 10.0.2; see ManifestTest.
    assertThat(version.manifest())
        .hasToString("bafyreicw3m45unh4y2xjrjkf5njn5fdwx4gmazq2a747aeubix5kfl32zq");
  }

  @Test
  void theRootOfADirectoryIsTheDirectoryItself() {
    file("d/train.csv", "1,2\n");
    file("d/test.csv", "3,4\n");
    file("d/sub/deep.txt", "hello world");
    file("d/.hidden", "not taken");

    Version version = artifacts.put(Artifact.model("m").directory(dir.resolve("d")));

    assertThat(version.root())
        .hasToString("bafybeicymae5xhxsp6euzvzsfwvxowmkjtv7jeomd2dhrmiub62inw5pgy");
    assertThat(version.totalBytes()).isEqualTo(19);
    assertThat(version.kind()).isEqualTo(Kind.MODEL);
    assertThat(text("m@1", "sub/deep.txt")).isEqualTo("hello world");
    assertThat(artifacts.ls("m@1"))
        .extracting(Item::name)
        .containsExactly("sub", "test.csv", "train.csv");
    assertThat(artifacts.ls("m@1", "sub"))
        .containsExactly(new Item("deep.txt", Cid.parse(HELLO), EntryKind.FILE, 11));
  }

  @Test
  void timesAreKeptAndRestoredOnRequest() throws IOException {
    Path source = file("d/a.txt", "hello world");
    FileTime then = FileTime.from(Instant.parse("2020-02-02T02:02:02Z"));
    Files.setLastModifiedTime(source, then);
    Set<Preserve> times = Set.of(Preserve.MTIME);

    Version version =
        artifacts.put(Artifact.model("m").directory(dir.resolve("d")).preserving(times));
    Path with = artifacts.export("m@1", dir.resolve("with"), times, Progress.none());
    Path without = artifacts.export("m@1", dir.resolve("without"));

    assertThat(Files.getLastModifiedTime(with.resolve("a.txt"))).isEqualTo(then);
    assertThat(Files.getLastModifiedTime(without.resolve("a.txt"))).isGreaterThan(then);
    assertThat(artifacts.add(dir.resolve("d"))).isNotEqualTo(version.root());
    assertThat(
            artifacts.add(
                dir.resolve("d"), Profile.UNIXFS_V1_2025, times, Progress.none(), note -> {}))
        .isEqualTo(version.root());
  }

  @Test
  void splitsAreADirectoryWithTheirNames() {
    file("here/a.csv", "3,4\n");

    Version version =
        artifacts.put(
            Artifact.dataset("d")
                .split("train", file("x.csv", "1,2\n"))
                .split("test", dir.resolve("here")));

    assertThat(version.root())
        .hasToString("bafybeiar6jxeeelod352megozbvuwgx7maib76hni45zy7jh72mgpcauie");
    assertThat(version.document().splits())
        .containsOnly(
            entry(
                "train",
                new Split(
                    Cid.parse("bafkreicsdbwjgomt3jaifm6ny7caxnf7onntsh7vjixppdadpxngyofgqa"), 4)),
            entry(
                "test",
                new Split(
                    Cid.parse("bafybeigdia4jshq3pbefztlsjp26w4oibecu7sds6kb6iu2ry4btjpbez4"), 4)));
    assertThat(text("d", "train")).isEqualTo("1,2\n");
    assertThat(text("d", "test/a.csv")).isEqualTo("3,4\n");
  }

  @Test
  void aFileOpensByItsOwnNameAndWithoutAny() {
    artifacts.put(Artifact.dataset("reviews").file(file("reviews.csv", "good\n")));

    assertThat(text("reviews@latest", "reviews.csv")).isEqualTo("good\n");
    assertThat(text("reviews", "")).isEqualTo("good\n");
    assertThatThrownBy(() -> artifacts.open("reviews", "other.csv"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("reviews.csv");
  }

  @Test
  void aCidOpensWhatItNames() {
    Version version = artifacts.put(Artifact.dataset("reviews").bytes("r.csv", bytes("good\n")));

    assertThat(text(version.root().toString(), "")).isEqualTo("good\n");
    assertThat(text(version.manifest().toString(), "r.csv")).isEqualTo("good\n");
    assertThat(artifacts.version(version.manifest().toString())).isEqualTo(version);
    assertThat(artifacts.version(version.root().toString())).isEqualTo(version);
  }

  @Test
  void aRangeIsTheRangeOfTheWhole() throws IOException {
    byte[] big = big();
    artifacts.put(Artifact.dataset("big").bytes("big", big));

    try (InputStream in = artifacts.read("big", "", (1 << 20) - 2, 5)) {
      assertThat(in.readAllBytes())
          .isEqualTo(java.util.Arrays.copyOfRange(big, (1 << 20) - 2, (1 << 20) + 3));
    }
    try (InputStream in = artifacts.read("big", "big", big.length - 3, 100)) {
      assertThat(in.readAllBytes()).hasSize(3);
    }
  }

  @Test
  void anExportGivesTheSameBytesBack() throws IOException {
    file("d/a.txt", "a");
    file("d/b/c.txt", "c");
    artifacts.put(Artifact.output("tree").directory(dir.resolve("d")));
    artifacts.put(Artifact.output("one").file(file("one.txt", "1")));
    Path existing = Files.createDirectory(dir.resolve("existing"));

    Path tree = artifacts.export("tree", dir.resolve("out"));
    Path one = artifacts.export("one", existing);

    assertThat(tree).isEqualTo(dir.resolve("out"));
    assertThat(tree.resolve("b/c.txt")).hasContent("c");
    assertThat(one).isEqualTo(existing.resolve("one.txt")).hasContent("1");
    assertThatThrownBy(() -> artifacts.export("one", existing))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void aVersionRemembersWhatItWasMadeFrom() {
    Version data = artifacts.put(Artifact.dataset("d").bytes("d", bytes("1")));
    Version base = artifacts.put(Artifact.model("m").bytes("w", bytes("2")));
    Version tuned =
        artifacts.put(
            Artifact.model("m")
                .bytes("w", bytes("3"))
                .derivedFrom(base)
                .input(data)
                .meta("lr", "0.1"));

    Manifest manifest = artifacts.version("m@2").document();
    assertThat(manifest.inputs())
        .containsExactly(Input.of("base", base), Input.of("input", data))
        .extracting(input -> input.ref().orElse(""))
        .containsExactly("m@1", "d@1");
    assertThat(manifest.previous()).contains(base.manifest());
    assertThat(manifest.meta()).containsEntry("lr", "0.1");
    assertThat(tuned.number()).isEqualTo(2);
  }

  @Test
  void onlyNewBytesAreStored() {
    byte[] big = new byte[3 << 20];
    new java.util.Random(1).nextBytes(big);
    Version first = artifacts.put(Artifact.dataset("d").bytes("d", big));
    big[big.length - 1]++;
    Version second = artifacts.put(Artifact.dataset("d").bytes("d", big));

    assertThat(first.newBytes()).isGreaterThan(3 << 20);
    assertThat(second.newBytes()).isBetween(1L << 20, (1L << 20) + 200);
    assertThat(second.totalBytes()).isEqualTo(big.length);
  }

  @Test
  void contentOfTheStoreGetsANameWithoutACopy() {
    Cid root = artifacts.add(file("x.csv", "1,2\n"));

    Version version = artifacts.put(Artifact.output("clean").existing(root, "clean.csv"));

    assertThat(version.root()).isEqualTo(root);
    assertThat(version.newBytes()).isZero();
    assertThat(version.totalBytes()).isEqualTo(4);
    assertThat(version.document().profile()).isEmpty();
    assertThat(text("clean", "clean.csv")).isEqualTo("1,2\n");
  }

  @Test
  void contentThatIsNotAllThereGetsNoName() {
    Block node =
        Block.of(
            Codec.DAG_CBOR,
            dev.carrack.core.ipld.DagCbor.encode(
                dev.carrack.core.ipld.Node.map().put("gone", Cid.parse(HELLO)).build()));

    assertThatThrownBy(() -> artifacts.put(Artifact.output("o").existing(Cid.parse(HELLO))))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(HELLO);
    assertThatThrownBy(
            () ->
                artifacts.add(
                    sink -> {
                      sink.put(node);
                      return node.cid();
                    },
                    Progress.none()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(HELLO);
    assertThat(artifacts.list()).isEmpty();
    assertThat(artifacts.pins()).isEmpty();
    assertThat(artifacts.verify().ok()).isTrue();
  }

  @Test
  void blocksThatAProgramWritesGetAName() {
    Block block = Block.of(Codec.RAW, bytes("made"));

    Version version =
        artifacts.put(
            Artifact.output("made")
                .dag(
                    sink -> {
                      sink.put(block);
                      return block.cid();
                    },
                    "made.txt"));

    assertThat(version.root()).isEqualTo(block.cid());
    assertThat(version.newBytes()).isEqualTo(4);
    assertThat(text("made", "made.txt")).isEqualTo("made");
  }

  @Test
  void progressCountsTheBytesRead() {
    List<Long> seen = new ArrayList<>();

    artifacts.put(Artifact.dataset("d").bytes("d", big()), (step, done, total) -> seen.add(done));

    assertThat(seen).isSorted().endsWith((long) big().length);
  }

  @Test
  void piecesAreThePacksThatAPutWrote() throws IOException {
    Version version = artifacts.put(Artifact.dataset("d").bytes("d", big()));

    assertThat(version.pieces()).hasSize(1);
    try (var piece = artifacts.pieces().open(version.pieces().get(0).v1()).orElseThrow()) {
      assertThat(piece.size()).isEqualTo(version.pieces().get(0).rawSize());
    }
    assertThat(artifacts.pieces().open(Cid.parse(HELLO))).isEmpty();
    assertThat(artifacts.version("d").pieces()).isEqualTo(version.pieces());
  }

  @Test
  void anotherProfileGivesItsOwnCid() {
    // ipfs/specs, IPIP-499 test vectors.
    assertThat(
            artifacts.add(
                file("hello.txt", "hello world"), Profile.UNIXFS_V0_2015, Progress.none()))
        .hasToString("Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD");
  }

  @Test
  void anEmptyStoreIsReadWithoutCreatingIt() {
    assertThat(artifacts.list()).isEmpty();
    assertThat(artifacts.verify().ok()).isTrue();
    assertThatThrownBy(() -> artifacts.open("nothing"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("nothing");
    assertThat(dir.resolve("store")).doesNotExist();
  }

  @Test
  void aMissingOrWrongSourceIsNamed() {
    Path missing = dir.resolve("missing.csv");

    assertThatThrownBy(() -> artifacts.put(Artifact.dataset("d").file(missing)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("missing.csv");
    assertThatThrownBy(() -> artifacts.put(Artifact.dataset("d").directory(missing)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> artifacts.put(Artifact.dataset("d").split("train", missing)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> artifacts.put(Artifact.dataset("d").file(dir)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("directory");
    assertThatThrownBy(() -> artifacts.put(Artifact.dataset("d")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                artifacts.put(
                    Artifact.dataset("d").stream(
                        "x",
                        () -> {
                          throw new IOException("broken");
                        })))
        .hasMessageContaining("broken");
    assertThat(artifacts.list()).isEmpty();
  }

  @Test
  void aStoreDoesNotSwallowItself() {
    file("x.txt", "x");
    artifacts.add(dir.resolve("x.txt"));

    assertThatThrownBy(() -> artifacts.add(dir))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("store");
    try (Artifacts hidden = Artifacts.open(dir.resolve("h/.carrack"))) {
      file("h/x.txt", "x");
      hidden.add(dir.resolve("h/x.txt"));
      assertThat(hidden.ls(hidden.add(dir.resolve("h")).toString()))
          .extracting(Item::name)
          .containsExactly("x.txt");
    }
  }

  private String text(String ref, String path) {
    try (InputStream in = artifacts.open(ref, path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String name, String content) {
    try {
      Path path = dir.resolve(name);
      Files.createDirectories(path.getParent());
      return Files.writeString(path, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] big() {
    byte[] big = new byte[3 * (1 << 20) + 5];
    for (int i = 0; i < big.length; i++) {
      big[i] = (byte) (i * 31 + (i >>> 8) * 7);
    }
    return big;
  }
}
