package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.piece.PieceHasher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectTest {

  private static final PackOptions SMALL = PackOptions.defaults().withPackBytes(64 << 10);

  @TempDir Path directory;

  /** A root that links to leaves, and the leaves. */
  static List<Block> tree(int seed, int leaves, int size) {
    Random random = new Random(seed);
    List<Block> out = new ArrayList<>();
    List<Node> links = new ArrayList<>();
    for (int i = 0; i < leaves; i++) {
      byte[] data = new byte[size];
      random.nextBytes(data);
      out.add(Block.of(Codec.RAW, data));
      links.add(Node.of(out.get(i).cid()));
    }
    out.add(
        0,
        Block.of(
            Codec.DAG_CBOR,
            DagCbor.encode(Node.map().put("seed", seed).put("leaves", Node.list(links)).build())));
    return out;
  }

  static Cid put(PackStore store, String name, List<Block> tree) {
    try (PutSession session = store.begin(Progress.none())) {
      tree.forEach(block -> putAsImportsDo(session, block));
      session.commit(tree.get(0).cid(), RefChanges.none().set(name, tree.get(0).cid()));
    }
    return tree.get(0).cid();
  }

  /** Leaves as ranges of an array that is used again, nodes as blocks. */
  private static void putAsImportsDo(PutSession session, Block block) {
    if (!block.cid().codec().equals(Codec.RAW)) {
      session.put(block);
      return;
    }
    byte[] borrowed = block.bytes();
    assertThat(session.put(Codec.RAW, borrowed, 0, borrowed.length)).isEqualTo(block.cid());
    Arrays.fill(borrowed, (byte) 0);
  }

  @Test
  void keepsWhatReferencesReachAndRemovesTheRest() throws Exception {
    List<Block> one = tree(1, 20, 9_000);
    List<Block> two = new ArrayList<>(tree(2, 20, 9_000));
    List<Block> mixed = new ArrayList<>(two);
    mixed.addAll(1, tree(3, 5, 8_000).subList(1, 6)); // linked by nobody
    try (PackStore store = PackStore.open(directory, SMALL)) {
      put(store, "one", one);
      put(store, "two", mixed);
      store.commit(RefChanges.none().remove("one"));

      GcReport report = store.gc(Progress.none());

      assertThat(report.blocksKept()).isEqualTo(21);
      assertThat(report.blocksRemoved()).isEqualTo(26);
      assertThat(one).allSatisfy(block -> assertThat(store.get(block.cid())).isEmpty());
      assertThat(two).allSatisfy(block -> assertThat(store.require(block.cid())).isEqualTo(block));
      assertThat(store.verify(Progress.none()).findings()).isEmpty();
      long bytes = 0;
      for (PackInfo pack : store.packs()) {
        bytes += Files.size(store.file(pack));
        assertThat(pack.piece()).contains(PieceHasher.of(store.file(pack), Progress.none()));
      }
      assertThat(report.bytesAfter()).isEqualTo(bytes).isLessThan(report.bytesBefore() / 2);
      try (var files = Files.list(directory.resolve("packs"))) {
        assertThat(files).hasSize(store.packs().size());
      }
    }

    try (PackStore store = PackStore.open(directory)) {
      assertThat(two).allSatisfy(block -> assertThat(store.require(block.cid())).isEqualTo(block));
    }
  }

  @Test
  void changesNothingWhereAllIsInUse() {
    try (PackStore store = PackStore.open(directory)) {
      put(store, "a", tree(4, 3, 100));
      List<PackInfo> before = store.packs();

      GcReport report = store.gc(Progress.none());

      assertThat(report.packsRemoved()).isZero();
      assertThat(store.packs()).isEqualTo(before);
    }
  }

  @Test
  void neverUsesAPackNumberTwice() {
    try (PackStore store = PackStore.open(directory)) {
      put(store, "a", tree(5, 1, 10));
      store.commit(RefChanges.none().remove("a"));
      store.gc(Progress.none());
    }

    try (PackStore store = PackStore.open(directory)) {
      put(store, "b", tree(6, 1, 10));
      assertThat(store.packs()).extracting(PackInfo::id).containsExactly(2);
    }
  }

  @Test
  void aReaderInAnotherHandleGoesOnReading() {
    List<Block> kept = tree(7, 10, 3_000);
    try (PackStore writer = PackStore.open(directory, SMALL);
        PackStore reader = PackStore.open(directory)) {
      List<Block> all = new ArrayList<>(kept);
      all.addAll(tree(8, 10, 3_000));
      put(writer, "a", all);
      assertThat(reader.require(kept.get(3).cid())).isEqualTo(kept.get(3));

      writer.gc(Progress.none());

      assertThat(kept)
          .allSatisfy(block -> assertThat(reader.require(block.cid())).isEqualTo(block));
    }
  }

  @Test
  void deletesNothingWhereALinkingBlockIsDamaged() throws Exception {
    List<Block> tree = tree(9, 4, 500);
    try (PackStore store = PackStore.open(directory)) {
      put(store, "a", tree);
      put(store, "b", tree(10, 1, 500));
      store.commit(RefChanges.none().remove("b"));
      Path pack = store.file(store.packs().get(0));
      byte[] bytes = Files.readAllBytes(pack);
      bytes[59 + 2 + 36 + 5] ^= 1; // inside the root, the first block
      Files.write(pack, bytes);

      assertThatThrownBy(() -> store.gc(Progress.none()))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(pack.toString());
      assertThat(store.packs()).hasSize(2);
    }
  }

  @Test
  void deletesNothingWhereAPackIsMissing() throws Exception {
    try (PackStore store = PackStore.open(directory)) {
      put(store, "a", tree(11, 4, 500));
      put(store, "b", tree(12, 4, 500));
    }
    Files.delete(directory.resolve("packs").resolve("00000001.car"));

    try (PackStore store = PackStore.open(directory)) {
      assertThatThrownBy(() -> store.gc(Progress.none()))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("00000001.car");
    }
  }

  @Test
  void shortensALongLog() throws Exception {
    List<Block> tree = tree(13, 2, 100);
    try (PackStore store = PackStore.open(directory);
        PackStore reader = PackStore.open(directory)) {
      put(store, "a", tree);
      for (int i = 0; i < 200; i++) {
        store.commit(RefChanges.none().set("b", tree.get(i % 3).cid()));
      }
      reader.refresh();
      long before = Files.size(directory.resolve("log"));

      store.gc(Progress.none());
      store.commit(RefChanges.none().set("c", tree.get(1).cid()));

      assertThat(Files.size(directory.resolve("log"))).isLessThan(before / 10);
      reader.refresh();
      assertThat(reader.refs("")).isEqualTo(store.refs("")).containsOnlyKeys("a", "b", "c");
    }

    try (PackStore store = PackStore.open(directory)) {
      assertThat(store.refs("")).containsOnlyKeys("a", "b", "c");
      assertThat(store.require(tree.get(2).cid())).isEqualTo(tree.get(2));
    }
  }
}
