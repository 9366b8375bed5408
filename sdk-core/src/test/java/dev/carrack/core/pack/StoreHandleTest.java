package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.HashFunction;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreHandleTest {

  private static final PackOptions SMALL = PackOptions.defaults().withPackBytes(64 << 10);

  @TempDir Path directory;

  @Test
  void anInterruptInsideTheFirstLookDoesNotLoseThePack() {
    List<Block> tree = CollectTest.tree(1, 3, 500);
    try (PackStore store = PackStore.open(directory)) {
      CollectTest.put(store, "a", tree);
    }
    try (PackStore store = PackStore.open(directory)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store.has(tree.get(0).cid())).isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();

      assertThat(tree).allMatch(block -> store.require(block.cid()).equals(block));
      assertThat(store.gc(Progress.none()).blocksKept()).isEqualTo(4);
    }
  }

  @Test
  void aPackThatIsRestoredIsFoundWithoutOpeningAnew() throws Exception {
    List<Block> tree = CollectTest.tree(2, 3, 500);
    try (PackStore store = PackStore.open(directory)) {
      CollectTest.put(store, "a", tree);
    }
    try (PackStore store = PackStore.open(directory)) {
      Path pack = store.file(store.packs().get(0));
      Path aside = directory.resolve("aside");
      Files.move(pack, aside);
      assertThatThrownBy(() -> store.get(tree.get(0).cid()))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("missing");
      assertThatThrownBy(() -> store.gc(Progress.none())).isInstanceOf(StorageException.class);

      Files.move(aside, pack);

      assertThat(tree).allMatch(block -> store.require(block.cid()).equals(block));
      assertThat(store.gc(Progress.none()).blocksKept()).isEqualTo(4);
    }
  }

  @Test
  void closingDuringGcKeepsOtherWritersOutUntilGcHasEnded() throws Exception {
    List<Block> mixed = CollectTest.tree(3, 5, 1_000);
    List<Block> kept = CollectTest.tree(4, 3, 1_000);
    List<Block> later = CollectTest.tree(5, 5, 1_000);
    PackStore first = PackStore.open(directory);
    try (PutSession session = first.begin(Progress.none())) {
      mixed.forEach(session::put);
      kept.forEach(session::put);
      session.commit(kept.get(0).cid(), RefChanges.none().set("kept", kept.get(0).cid()));
    }
    CountDownLatch copying = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread gc =
        new Thread(
            () -> {
              try {
                first.gc(
                    (step, done, total) -> {
                      if (step.equals("gc copy") && done > 8_000) { // something is written
                        copying.countDown();
                        await(goOn);
                      }
                    });
              } catch (IllegalStateException e) {
                // stopped before it published, as it may be
              }
            });
    gc.start();
    await(copying);
    Thread closing = new Thread(first::close);
    closing.start();
    closing.join(200);
    boolean waited = closing.isAlive();
    if (!waited) { // the damage that must not happen: both write packs of the same numbers
      try (PackStore second = PackStore.open(directory)) {
        CollectTest.put(second, "later", later);
      }
    }
    goOn.countDown();
    gc.join();
    closing.join();

    try (PackStore second = PackStore.open(directory)) {
      if (waited) {
        CollectTest.put(second, "later", later);
      }
      assertThat(second.verify(Progress.none()).findings()).isEmpty();
      assertThat(later).allMatch(block -> second.require(block.cid()).equals(block));
      assertThat(kept).allMatch(block -> second.require(block.cid()).equals(block));
    }
    assertThat(waited).isTrue();
  }

  @Test
  void aFileThatIsOpenedAfterCloseIsClosedByItsUser() throws Exception {
    List<Block> tree = CollectTest.tree(7, 3, 500);
    try (PackStore store = PackStore.open(directory)) {
      CollectTest.put(store, "a", tree);
    }
    AtomicInteger open = new AtomicInteger();
    OpenPacks packs =
        new OpenPacks(counting(open, new AtomicInteger()), directory.resolve("packs"));
    packs.use(1).close();
    OpenPacks.Handle early = packs.use(1);
    packs.close();
    try (OpenPacks.Handle late = packs.use(1)) {
      assertThat(late.file().size()).isEqualTo(early.file().size());
      assertThat(open.get()).isEqualTo(2);
    }
    early.close();
    assertThat(open.get()).isZero();
  }

  @Test
  void anInterruptWhileTheLockIsTakenIsACancellation() {
    try (PackStore store = PackStore.open(directory)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store.begin(Progress.none())).isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
      CollectTest.put(store, "a", CollectTest.tree(8, 3, 500));
    }
  }

  @Test
  void aPutOfManyPacksHasFewFilesOpen() {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Block> blocks = new ArrayList<>();
    Random random = new Random(6);
    for (int i = 0; i < 60; i++) {
      byte[] data = new byte[50_000];
      random.nextBytes(data);
      blocks.add(Block.of(Codec.RAW, data));
    }
    try (PackStore store = PackStore.open(counting(open, most), directory, SMALL)) {
      try (PutSession session = store.begin(Progress.none())) {
        blocks.forEach(session::put);
        blocks.forEach(session::put); // each is found in a pack that is set aside
        session.commit(blocks.get(0).cid(), RefChanges.none().set("a", blocks.get(0).cid()));
        assertThat(session.newBytes()).isEqualTo(60 * 50_000);
      }
      assertThat(store.packs()).hasSize(60);
      assertThat(most.get()).isLessThan(8);
      assertThat(store.verify(Progress.none()).findings()).isEmpty(); // and the PieceCIDs
      assertThat(blocks).allMatch(block -> store.require(block.cid()).equals(block));
    }
    assertThat(open.get()).isZero();
  }

  /** The real disk, counting the files that are open. */
  private static Disk counting(AtomicInteger open, AtomicInteger most) {
    FileDisk disk = new FileDisk();
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, args) -> {
              Object result = invoke(disk, method, args);
              if (!(result instanceof Disk.File file)) {
                return result;
              }
              most.accumulateAndGet(open.incrementAndGet(), Math::max);
              boolean[] closed = {false};
              return Proxy.newProxyInstance(
                  Disk.class.getClassLoader(),
                  new Class<?>[] {Disk.File.class},
                  (inner, call, values) -> {
                    if (call.getName().equals("close") && !closed[0]) {
                      closed[0] = true;
                      open.decrementAndGet();
                    }
                    return call.isDefault()
                        ? java.lang.reflect.InvocationHandler.invokeDefault(inner, call, values)
                        : invoke(file, call, values);
                  });
            });
  }

  private static Object invoke(Object target, java.lang.reflect.Method method, Object[] args)
      throws Throwable {
    try {
      method.setAccessible(true);
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readsIntoTheMemoryItIsGivenAndRefusesAnotherSize() {
    Block block = Block.of(Codec.RAW, new byte[] {1, 2, 3});
    try (PackStore store = PackStore.open(directory)) {
      try (PutSession session = store.begin(Progress.none())) {
        session.put(block);
        session.commit(block.cid(), RefChanges.none().set("a", block.cid()));
      }
      byte[] memory = {9, 9, 9};

      assertThat(store.read(block.cid(), size -> memory)).containsSame(memory);
      assertThat(memory).containsExactly(1, 2, 3);
      assertThat(store.read(Cid.of(Codec.RAW, new byte[9]), byte[]::new)).isEmpty();
      assertThatThrownBy(() -> store.read(block.cid(), size -> new byte[size + 1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aScanGivesThePartOfABlockUnderEveryHash() {
    byte[] data = new byte[300_000];
    new Random(7).nextBytes(data);
    Block sha256 = Block.of(Codec.RAW, data);
    Cid blake = Cid.of(Codec.RAW, HashFunction.named("blake2b-256").hash(data));
    Block other = Block.verified(blake, data.clone(), "memory");
    try (PackStore store = PackStore.open(directory)) {
      try (PutSession session = store.begin(Progress.none())) {
        session.put(sha256);
        session.put(other);
        session.commit(sha256.cid(), RefChanges.none().set("a", sha256.cid()));
      }
      for (Cid cid : List.of(sha256.cid(), blake)) {
        for (int offset : new int[] {0, 1, 131_000, 262_144, 299_999, 300_000, 400_000}) {
          ByteBuffer out = ByteBuffer.allocate(70_000);
          assertThat(store.scan(cid, offset, out)).isEqualTo(300_000);
          int from = Math.min(offset, data.length);
          int to = Math.min(data.length, offset + 70_000);
          assertThat(Arrays.copyOf(out.array(), out.position()))
              .isEqualTo(Arrays.copyOfRange(data, from, Math.max(from, to)));
        }
      }
      ByteBuffer out = ByteBuffer.allocate(9);
      assertThat(store.scan(Cid.of(Codec.RAW, new byte[9]), 0, out)).isEqualTo(-1);
      assertThatThrownBy(() -> store.scan(sha256.cid(), -1, out))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
