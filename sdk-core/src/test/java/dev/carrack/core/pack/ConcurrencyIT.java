package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Block;
import dev.carrack.core.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyIT {

  private static final int ROUNDS = 1000;

  /** References that each putting thread keeps; older ones become garbage. */
  private static final int KEPT = 5;

  @TempDir Path directory;

  /** Every third round repeats leaves that were put, removed and perhaps collected before. */
  private static List<Block> tree(int thread, int round) {
    return CollectTest.tree(round % 3 == 0 ? round % 30 : 100_000 * (thread + 1) + round, 3, 500);
  }

  @Test
  void twoPutsTwoReadersAndALoopingGcLoseNothing() throws Exception {
    Path lake = directory.resolve("store");
    Path stop = directory.resolve("stop");
    AtomicInteger rounds = new AtomicInteger();
    AtomicInteger collections = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    List<Process> readers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (PackStore store = PackStore.open(lake)) {
      for (int i = 0; i < 2; i++) {
        readers.add(
            ChildJvm.start(
                ReaderChild.class,
                List.of("-Xmx32m"),
                List.of(lake.toString(), stop.toString()),
                directory.resolve("reader" + i)));
      }
      List<Future<?>> putting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int thread = i;
        putting.add(threads.submit(() -> put(store, thread, rounds)));
      }
      Future<?> collecting =
          threads.submit(
              () -> {
                while (!done.get()) {
                  store.gc(Progress.none());
                  collections.incrementAndGet();
                }
              });
      for (Future<?> one : putting) {
        one.get();
      }
      done.set(true);
      collecting.get();
      Files.createFile(stop);
      for (int i = 0; i < 2; i++) {
        assertThat(readers.get(i).waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(directory.resolve("reader" + i));
        assertThat(readers.get(i).exitValue()).as(text).isZero();
        assertThat(text).containsPattern("trees [1-9]");
      }
      assertThat(rounds.get()).isEqualTo(ROUNDS);
      assertThat(collections.get()).isGreaterThan(20);
    } finally {
      threads.shutdownNow();
      readers.forEach(Process::destroyForcibly);
    }
    try (PackStore store = PackStore.open(lake)) {
      assertThat(store.refs("")).hasSize(2 * KEPT);
      assertThat(store.verify(Progress.none()).findings()).isEmpty();
    }
  }

  private static Void put(PackStore store, int thread, AtomicInteger rounds) {
    for (int round = 0; round < ROUNDS / 2; round++) {
      List<Block> tree = tree(thread, round);
      String name = thread + "/" + round;
      try (PutSession session = store.begin(Progress.none())) {
        tree.forEach(session::put);
        RefChanges refs = RefChanges.none().create(name, tree.get(0).cid());
        if (round >= KEPT) {
          refs = refs.remove(thread + "/" + (round - KEPT));
        }
        session.commit(tree.get(0).cid(), refs);
      }
      for (int back = 0; back < KEPT && back <= round; back++) {
        List<Block> old = tree(thread, round - back);
        assertThat(old).allMatch(block -> store.require(block.cid()).equals(block));
      }
      rounds.incrementAndGet();
    }
    return null;
  }
}
