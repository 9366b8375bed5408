package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTest {

  private static final PackOptions OPTIONS = PackOptions.defaults().withPackBlocks(4);

  @TempDir Path directory;

  /** A disk that is full from the operation {@code from} on, for as long as it is not negative. */
  private static Disk fullFrom(AtomicInteger from, AtomicInteger count) {
    return new HookedDisk(
        new FileDisk(),
        (operation, path, bytes) -> {
          boolean full = from.get() >= 0 && count.getAndIncrement() >= from.get();
          if (full && (operation.equals("write") || operation.equals("create"))) {
            throw new IOException("No space left on device");
          }
          return bytes;
        });
  }

  @Test
  void aFullDiskStopsThePutWhereverItHappensAndHarmsNothing() {
    List<Block> first = CollectTest.tree(1, 6, 500);
    List<Block> second = CollectTest.tree(2, 6, 500);
    AtomicInteger from = new AtomicInteger(-1);
    AtomicInteger count = new AtomicInteger();
    try (PackStore store = PackStore.open(fullFrom(from, count), directory, OPTIONS)) {
      CollectTest.put(store, "first", first);
      int failures = 0;
      for (int point = 0; point < 8; point++) {
        count.set(0);
        from.set(point);
        try {
          CollectTest.put(store, "second", second);
        } catch (StorageException e) {
          failures++;
          assertThat(e).hasMessageContaining("full").hasMessageContaining(directory.toString());
          assertThat(e).hasMessageContaining("bytes free").hasMessageContaining("free space");
          assertThat(store.ref("second")).isEmpty();
        }
        from.set(-1);
        assertThat(first).allMatch(block -> store.require(block.cid()).equals(block));
      }
      assertThat(failures).isGreaterThan(4);

      CollectTest.put(store, "second", second);
      assertThat(second).allMatch(block -> store.require(block.cid()).equals(block));
      assertThat(store.verify(Progress.none()).findings()).isEmpty();
    }
    try (PackStore store = PackStore.open(directory)) {
      assertThat(store.refs("")).containsOnlyKeys("first", "second");
      assertThat(directory.resolve("packs").toFile().list()).hasSize(store.packs().size());
    }
  }

  @Test
  void aFullDiskStopsGcAndHarmsNothing() {
    List<Block> kept = CollectTest.tree(3, 6, 500);
    AtomicInteger from = new AtomicInteger(-1);
    AtomicInteger count = new AtomicInteger();
    try (PackStore store =
        PackStore.open(fullFrom(from, count), directory, PackOptions.defaults())) {
      try (PutSession session = store.begin(Progress.none())) {
        kept.forEach(session::put);
        CollectTest.tree(4, 6, 500).forEach(session::put);
        session.commit(kept.get(0).cid(), RefChanges.none().set("a", kept.get(0).cid()));
      }
      for (int point = 0; point < 6; point++) {
        count.set(0);
        from.set(point);
        try {
          store.gc(Progress.none());
        } catch (StorageException e) {
          assertThat(e).hasMessageContaining("full");
        }
        from.set(-1);
        assertThat(kept).allMatch(block -> store.require(block.cid()).equals(block));
        assertThat(store.verify(Progress.none()).findings()).isEmpty();
      }
      store.gc(Progress.none());
      assertThat(store.packs()).extracting(PackInfo::blocks).containsExactly(7);
    }
  }

  @Test
  void aFailingForceNeverAcknowledges() {
    List<Block> first = CollectTest.tree(5, 3, 500);
    List<Block> second = CollectTest.tree(6, 3, 500);
    for (int point = 0; point < 4; point++) {
      Path store = directory.resolve("store" + point);
      AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
      Disk disk =
          new HookedDisk(
              new FileDisk(),
              (operation, path, bytes) -> {
                if (operation.startsWith("force") && left.getAndDecrement() <= 0) {
                  throw new IOException("Input/output error");
                }
                return bytes;
              });
      boolean acknowledged = true;
      try (PackStore failing = PackStore.open(disk, store, PackOptions.defaults())) {
        CollectTest.put(failing, "first", first);
        left.set(point);
        CollectTest.put(failing, "second", second);
      } catch (CarrackException e) {
        acknowledged = false;
      }
      assertThat(acknowledged).isEqualTo(point == 3); // pack, directory and log are forced

      try (PackStore reopened = PackStore.open(store)) {
        CollectTest.put(reopened, "third", CollectTest.tree(7, 3, 500));
        assertThat(first).allMatch(block -> reopened.require(block.cid()).equals(block));
        assertThat(reopened.verify(Progress.none()).findings()).isEmpty();
      }
    }
  }

  @Test
  void aCommitWhoseFateIsUncertainIsWholeIfItTurnsUp() {
    List<Block> first = CollectTest.tree(10, 3, 500);
    List<Block> second = CollectTest.tree(11, 3, 500);
    AtomicInteger failing = new AtomicInteger();
    Disk disk =
        new HookedDisk(
            new FileDisk(),
            (operation, path, bytes) -> {
              boolean undoable = operation.equals("force") || operation.equals("truncate");
              if (failing.get() > 0 && undoable && path.endsWith("log")) {
                throw new IOException("Input/output error");
              }
              return bytes;
            });
    try (PackStore store = PackStore.open(disk, directory, OPTIONS)) {
      CollectTest.put(store, "first", first);
      failing.set(1);
      assertThatThrownBy(() -> CollectTest.put(store, "second", second))
          .isInstanceOf(StorageException.class);
      failing.set(0);
      assertThatThrownBy(() -> CollectTest.put(store, "third", second))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("open it again");
      assertThat(first).allMatch(block -> store.require(block.cid()).equals(block));
    }

    try (PackStore store = PackStore.open(directory)) {
      assertThat(store.refs("")).containsOnlyKeys("first", "second");
      assertThat(second).allMatch(block -> store.require(block.cid()).equals(block));
      CollectTest.put(store, "third", CollectTest.tree(12, 3, 500));
      assertThat(store.verify(Progress.none()).findings()).isEmpty();
    }
  }

  @Test
  void theLogGoesOnWhereItCannotBeReplaced() {
    AtomicInteger failing = new AtomicInteger();
    Disk disk =
        new HookedDisk(
            new FileDisk(),
            (operation, path, bytes) -> {
              if (failing.get() > 0 && operation.equals("rename")) {
                throw new IOException("The process cannot access the file");
              }
              return bytes;
            });
    List<Block> tree = CollectTest.tree(13, 1, 10);
    try (PackStore store = PackStore.open(disk, directory, PackOptions.defaults())) {
      CollectTest.put(store, "a", tree);
      for (int i = 0; i < 60; i++) {
        store.commit(RefChanges.none().set("b", tree.get(i % 2).cid()));
      }
      failing.set(1);
      store.gc(Progress.none());
      store.commit(RefChanges.none().set("c", tree.get(0).cid()));
      assertThat(store.verify(Progress.none()).findings()).isEmpty();
    }
    try (PackStore store = PackStore.open(directory)) {
      assertThat(store.refs("")).containsOnlyKeys("a", "b", "c");
    }
  }

  @Test
  void aCancelledPutLeavesNothingAndTheStoreUsable() {
    List<Block> tree = CollectTest.tree(8, 3, 500);
    try (PackStore store = PackStore.open(directory)) {
      PutSession session = store.begin(Progress.none());
      session.put(tree.get(0));
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> session.put(tree.get(1))).isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(directory.resolve("packs").toFile().list()).isEmpty();

      CollectTest.put(store, "a", tree);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store.gc(Progress.none())).isInstanceOf(CancelledException.class);
      assertThatThrownBy(() -> store.verify(Progress.none()))
          .isInstanceOf(CancelledException.class);
      assertThatThrownBy(() -> store.get(tree.get(0).cid())).isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(tree).allMatch(block -> store.require(block.cid()).equals(block));
    }
  }

  @Test
  void anInterruptDoesNotStopOtherReaders() throws Exception {
    List<Block> tree = CollectTest.tree(9, 20, 50_000);
    try (PackStore store = PackStore.open(directory)) {
      CollectTest.put(store, "a", tree);
      Thread victim =
          new Thread(
              () -> {
                try {
                  while (true) {
                    tree.forEach(block -> store.require(block.cid()));
                  }
                } catch (CancelledException e) {
                  // as it should
                }
              });
      victim.start();
      for (int i = 0; i < 10; i++) {
        tree.forEach(block -> assertThat(store.require(block.cid())).isEqualTo(block));
      }
      victim.interrupt();
      for (int i = 0; i < 10; i++) {
        tree.forEach(block -> assertThat(store.require(block.cid())).isEqualTo(block));
      }
      victim.join(10_000);
      assertThat(victim.isAlive()).isFalse();
    }
  }
}
