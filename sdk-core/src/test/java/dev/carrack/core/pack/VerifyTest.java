package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.UnsupportedVersionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyTest {

  private static final Path ROOT = Path.of("/store").toAbsolutePath();
  private static final Path LOG = ROOT.resolve("log");

  private final MemoryDisk disk = new MemoryDisk();
  private final List<Block> blocks = new ArrayList<>();

  @BeforeEach
  void fill() {
    try (PackStore store = PackStore.open(disk, ROOT, PackOptions.defaults())) {
      for (int i = 0; i < 3; i++) {
        List<Block> tree = CollectTest.tree(i, 3, 200);
        CollectTest.put(store, "a/" + i, tree);
        blocks.addAll(tree);
      }
    }
  }

  private PackStore with(Path path, byte[] bytes) {
    MemoryDisk copy = MemoryDisk.holding(disk.content(), disk.directories());
    copy.set(path, bytes);
    return PackStore.open(copy, ROOT, PackOptions.defaults());
  }

  private static byte[] flip(byte[] bytes, int at) {
    byte[] out = bytes.clone();
    out[at] ^= (byte) (1 << (at % 8));
    return out;
  }

  @Test
  void findsNothingInASoundStore() {
    try (PackStore store = PackStore.open(disk, ROOT, PackOptions.defaults())) {
      VerifyReport report = store.verify(Progress.none());

      assertThat(report.findings()).isEmpty();
      assertThat(report.packs()).isEqualTo(3);
      assertThat(report.blocks()).isEqualTo(12);
      assertThat(report.refs()).isEqualTo(3);
    }
  }

  @Test
  void namesThePackWhereverOneByteIsFlipped() {
    Path path = ROOT.resolve("packs").resolve("00000002.car");
    byte[] good = disk.content().get(path);
    Set<Cid> named = new HashSet<>();
    for (int at = 0; at < good.length; at++) {
      try (PackStore store = with(path, flip(good, at))) {
        List<Finding> findings = store.verify(Progress.none()).findings();

        assertThat(findings).as("byte " + at).isNotEmpty().allMatch(f -> f.file().equals(path));
        int flipped = at;
        assertThat(findings.get(0).offset()).as("byte " + at).isBetween(0L, (long) flipped);
        findings.get(0).cid().ifPresent(named::add);
      }
    }
    // Every block was named, the DAG-CBOR root among them; so were the header's root and the index.
    assertThat(named).containsAll(blocks.subList(4, 8).stream().map(Block::cid).toList());
  }

  @Test
  void namesTheBlockWhoseBytesAreFlipped() {
    Path path = ROOT.resolve("packs").resolve("00000001.car");
    byte[] good = disk.content().get(path);
    Block root = blocks.get(0);
    int start = PackFormat.HEADER + PackFormat.frameSize(36, root.size()) - root.size();
    for (int at = start; at < start + root.size(); at++) {
      try (PackStore store = with(path, flip(good, at))) {
        assertThat(store.verify(Progress.none()).findings())
            .containsExactly(
                new Finding(
                    path,
                    start,
                    Optional.of(root.cid()),
                    "the block's bytes do not have its hash"));
        assertThatThrownBy(() -> store.get(root.cid()))
            .isInstanceOf(IntegrityException.class)
            .hasMessageContaining(path.toString())
            .hasMessageContaining("byte " + start);
        // The rest can still be read.
        assertThat(blocks.subList(1, 12))
            .allMatch(block -> store.require(block.cid()).equals(block));
      }
    }
  }

  @Test
  void readsEverythingWhereOnlyTheIndexFrameIsDamaged() {
    Path path = ROOT.resolve("packs").resolve("00000001.car");
    byte[] good = disk.content().get(path);
    byte[] trailer = Arrays.copyOfRange(good, good.length - PackIndex.TRAILER, good.length);
    int start = (int) PackIndex.frameOffset(trailer);
    for (int at = start; at < good.length; at++) {
      try (PackStore store = with(path, flip(good, at))) {
        assertThat(blocks).allMatch(block -> store.require(block.cid()).equals(block));
        assertThat(store.verify(Progress.none()).ok()).isFalse();
      }
    }
  }

  @Test
  void namesTheLogWhereverOneByteIsFlipped() {
    byte[] good = disk.content().get(LOG);
    for (int at = 0; at < good.length; at++) {
      try (PackStore store = with(LOG, flip(good, at))) {
        // Only a mark may be damaged and the store still open: it repeats what the checksums say.
        assertThat(store.verify(Progress.none()).findings())
            .as("byte " + at)
            .singleElement()
            .matches(finding -> finding.file().equals(LOG) && finding.problem().contains("mark"));
      } catch (CarrackException e) {
        assertThat(e)
            .isInstanceOfAny(IntegrityException.class, UnsupportedVersionException.class)
            .hasMessageContaining(LOG.toString());
      }
    }
  }

  @Test
  void namesAPackOfAnotherLength() {
    Path path = ROOT.resolve("packs").resolve("00000001.car");
    byte[] good = disk.content().get(path);
    for (byte[] bad :
        List.of(Arrays.copyOf(good, good.length - 1), Arrays.copyOf(good, 5000), new byte[0])) {
      try (PackStore store = with(path, bad)) {
        assertThat(store.verify(Progress.none()).findings())
            .first()
            .matches(finding -> finding.file().equals(path));
        assertThat(store.require(blocks.get(11).cid())).isEqualTo(blocks.get(11));
      }
    }
  }

  @Test
  void namesAMissingPack() {
    Path path = ROOT.resolve("packs").resolve("00000002.car");
    disk.delete(path);
    try (PackStore store = PackStore.open(disk, ROOT, PackOptions.defaults())) {
      assertThat(store.verify(Progress.none()).findings())
          .extracting(Finding::file)
          .containsExactly(path, LOG); // the file, and the reference that it held
      assertThatThrownBy(() -> store.get(blocks.get(5).cid()))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(path.toString());
      assertThat(store.require(blocks.get(0).cid())).isEqualTo(blocks.get(0));
    }
  }

  @Test
  void refusesToOpenWithoutTheLog() {
    disk.delete(LOG);

    assertThatThrownBy(() -> PackStore.open(disk, ROOT, PackOptions.defaults()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("log");
  }

  @Test
  void refusesANewerFormatAndChangesNothing() {
    byte[] log = disk.content().get(LOG);
    byte[] newer = LogScan.header("packs", 2, 1);
    System.arraycopy(newer, 0, log, 0, newer.length);
    disk.set(LOG, log);
    Map<Path, byte[]> before = disk.content();

    assertThatThrownBy(() -> PackStore.open(disk, ROOT, PackOptions.defaults()))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("version 2");
    assertThat(disk.content()).usingRecursiveComparison().isEqualTo(before);
  }
}
