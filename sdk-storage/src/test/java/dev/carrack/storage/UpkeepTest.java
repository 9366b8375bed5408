package dev.carrack.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.ConflictException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.pack.PackOptions;
import dev.carrack.core.pack.PackStore;
import dev.carrack.core.pack.RefChanges;
import dev.carrack.core.pack.VerifyReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UpkeepTest {

  @TempDir Path dir;
  private Path store;
  private Artifacts artifacts;

  @BeforeEach
  void open() {
    store = dir.resolve("store");
    artifacts = Artifacts.open(store);
  }

  @AfterEach
  void close() {
    artifacts.close();
  }

  @Test
  void gcKeepsWhatIsNeededAndDropsTheRest() throws IOException {
    artifacts.put(Artifact.dataset("keep").bytes("k", random(1, 3 << 20)));
    artifacts.put(Artifact.dataset("drop").bytes("d", random(2, 3 << 20)));
    Cid pinned = artifacts.add(write("p", random(3, 2 << 20)));
    Cid unpinned = artifacts.add(write("u", random(4, 2 << 20)));
    long before = size(store);

    artifacts.remove("drop@1");
    artifacts.unpin(unpinned);
    artifacts.gc();

    assertThat(bytes("keep@1")).isEqualTo(random(1, 3 << 20));
    assertThat(bytes(pinned.toString())).isEqualTo(random(3, 2 << 20));
    assertThat(artifacts.blocks().has(unpinned)).isFalse();
    assertThat(size(store)).isLessThan(before - (4 << 20));
    assertThat(artifacts.verify().findings()).isEmpty();
  }

  @Test
  void gcKeepsBytesThatTwoVersionsShare() throws IOException {
    byte[] shared = random(1, 2 << 20);
    artifacts.put(Artifact.dataset("a").bytes("x", shared));
    artifacts.put(Artifact.dataset("b").bytes("x", shared));

    artifacts.remove("a");
    artifacts.gc();

    assertThat(bytes("b")).isEqualTo(shared);
  }

  @Test
  void aRemovedInputDoesNotDamageWhatWasMadeFromIt() {
    Version base = artifacts.put(Artifact.model("base").bytes("x", random(1, 100)));
    artifacts.put(Artifact.model("tuned").bytes("x", random(2, 100)).derivedFrom(base));

    artifacts.remove("base");
    artifacts.gc();

    assertThat(artifacts.version("tuned").document().inputs().get(0).cid())
        .isEqualTo(base.manifest());
    assertThat(artifacts.verify().ok()).isTrue();
  }

  @Test
  void pinsAreListedAndUnpinnedOnce() throws IOException {
    Cid root = artifacts.add(write("p", random(1, 10)));
    artifacts.pin(root);

    assertThat(artifacts.pins()).containsExactly(root);
    artifacts.unpin(root);
    assertThat(artifacts.pins()).isEmpty();
    assertThatThrownBy(() -> artifacts.unpin(root)).isInstanceOf(ConflictException.class);
    artifacts.gc();
    assertThatThrownBy(() -> artifacts.pin(root)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void aCancelledPutLeavesNothingAndTheStoreUsable() {
    AtomicBoolean started = new AtomicBoolean();
    Progress cancelling =
        (step, done, total) -> {
          if (done >= 2 << 20 && started.compareAndSet(false, true)) {
            Thread.currentThread().interrupt();
          }
        };
    byte[] data = random(1, 8 << 20);

    assertThatThrownBy(() -> artifacts.put(Artifact.dataset("d").bytes("d", data), cancelling))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();

    assertThat(artifacts.list()).isEmpty();
    assertThat(artifacts.verify().ok()).isTrue();
    assertThat(artifacts.verify().blocks()).isZero();
    assertThat(artifacts.put(Artifact.dataset("d").bytes("d", data)).number()).isEqualTo(1);
  }

  @Test
  void aCancelledDagLeavesNothingBehind() {
    Cid root = artifacts.put(Artifact.dataset("d").bytes("d", random(1, 100))).root();

    assertThatThrownBy(
            () ->
                artifacts.put(
                    Artifact.output("o")
                        .dag(
                            sink -> {
                              sink.put(artifacts.blocks().require(root));
                              Thread.currentThread().interrupt();
                              return root;
                            })))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();

    assertThat(artifacts.list()).hasSize(1);
    artifacts.close();
    try (PackStore raw = PackStore.open(store)) {
      assertThat(raw.refs("pending/")).isEmpty();
    }
  }

  @Test
  void whatACrashedWriterLeftPendingIsSweptByTheNext() {
    Cid root = artifacts.put(Artifact.dataset("d").bytes("d", random(1, 100))).root();
    artifacts.close();
    try (PackStore raw = PackStore.open(store)) {
      raw.commit(RefChanges.none().set("pending/of-a-crash", root));
    }

    artifacts = Artifacts.open(store);
    artifacts.remove("d");
    artifacts.gc();

    assertThat(artifacts.blocks().has(root)).isFalse();
  }

  @Test
  void aFileThatChangesWhileItIsReadIsNotStored() throws IOException {
    Path file = write("f", random(1, 4 << 20));
    Progress meddling =
        (step, done, total) -> {
          if (done == 2 << 20) {
            append(file);
          }
        };

    assertThatThrownBy(() -> artifacts.put(Artifact.dataset("d").file(file), meddling))
        .isInstanceOf(ConflictException.class)
        .hasMessageContainingAll(file.getFileName().toString(), "changed while");
    assertThat(artifacts.list()).isEmpty();
    assertThat(artifacts.put(Artifact.dataset("d").file(file)).number()).isEqualTo(1);
  }

  @Test
  void aTreeThatChangesWhileItIsReadIsNotStored() throws IOException {
    Path a = write("tree/a", random(1, 2 << 20));
    write("tree/b", random(2, 2 << 20));
    Progress meddling =
        (step, done, total) -> {
          if (done == 2 << 20) {
            append(a);
            append(dir.resolve("tree/.hidden-does-not-count"));
          }
        };

    assertThatThrownBy(
            () -> artifacts.put(Artifact.dataset("d").directory(dir.resolve("tree")), meddling))
        .isInstanceOf(ConflictException.class);
    assertThat(artifacts.list()).isEmpty();
  }

  @Test
  void verifyNamesThePackAndTheBlockOfAFlippedByte() throws IOException {
    Version version = artifacts.put(Artifact.dataset("d").bytes("d", random(1, 500_000)));
    artifacts.close();
    Path pack = packs().get(0);
    flip(pack, 250_000);
    artifacts = Artifacts.open(store);

    VerifyReport whole = artifacts.verify();
    VerifyReport one = artifacts.verify("d@1");

    assertThat(whole.ok()).isFalse();
    assertThat(whole.findings().get(0).toString())
        .contains(pack.getFileName().toString(), version.root().toString());
    assertThat(one.ok()).isFalse();
    assertThat(one.findings().get(0).toString()).contains("d@1", version.root().toString());
    assertThatThrownBy(() -> bytes("d@1")).isInstanceOf(IntegrityException.class);
  }

  @Test
  void verifyNamesTheManifestOfAFlippedByte() throws IOException {
    Version version = artifacts.put(Artifact.dataset("d").bytes("d", random(1, 50_000)));
    artifacts.close();
    Path pack = packs().get(0);
    byte[] bytes = Files.readAllBytes(pack);
    flip(pack, indexOf(bytes, version.document().encode()) + 20);
    artifacts = Artifacts.open(store);

    assertThat(artifacts.verify().findings())
        .extracting(Object::toString)
        .anyMatch(line -> line.contains("artifact/d/000000001"))
        .anyMatch(line -> line.contains(version.manifest().toString()));
  }

  @Test
  void verifyTellsARefThatPointsToAnotherVersion() {
    Version version = artifacts.put(Artifact.dataset("d").bytes("d", random(1, 10)));
    artifacts.close();
    try (PackStore raw = PackStore.open(store)) {
      raw.commit(RefChanges.none().set("artifact/e/000000001", version.manifest()));
    }
    artifacts = Artifacts.open(store);

    assertThat(artifacts.verify().findings())
        .extracting(Object::toString)
        .anyMatch(line -> line.contains("artifact/e/000000001"));
  }

  @Test
  void manyPacksMakeOneVersion() throws IOException {
    artifacts.close();
    artifacts =
        Artifacts.open(
            store,
            ArtifactsOptions.defaults()
                .withPacks(
                    PackOptions.defaults()
                        .withPackBytes(1 << 20)
                        .withCommitments(PackOptions.Commitments.SKIP)));

    Version version = artifacts.put(Artifact.dataset("d").bytes("d", random(1, 5 << 20)));

    assertThat(version.pieces()).isEmpty();
    assertThat(packs()).hasSizeGreaterThan(3);
    assertThat(bytes("d")).isEqualTo(random(1, 5 << 20));
  }

  private byte[] bytes(String ref) throws IOException {
    try (InputStream in = artifacts.open(ref)) {
      return in.readAllBytes();
    }
  }

  private Path write(String name, byte[] data) throws IOException {
    Path path = dir.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, data);
  }

  private static void append(Path path) {
    try {
      Files.write(path, new byte[] {1}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<Path> packs() throws IOException {
    try (Stream<Path> files = Files.list(store.resolve("packs"))) {
      return files.sorted().toList();
    }
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (java.util.Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("the pack does not hold the manifest");
  }

  private static long size(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static byte[] random(long seed, int length) {
    byte[] data = new byte[length];
    new Random(seed).nextBytes(data);
    return data;
  }
}
