package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CancelledException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelPieceHasherTest {

  private static final int IN = Subtree.IN;
  private static final int BATCH = SubtreeBatch.IN;

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 2",
    "260096, 2",
    "260097, 3",
    "1300480, 2",
    "1300481, 2",
    "3381248, 2",
    "6502399, 3",
    "6502400, 1",
    "9000000, 2"
  })
  void namesAnyPayloadAsOneThreadDoes(int size, int threads) throws IOException {
    byte[] payload = Payload.random(size);
    PieceCid expected = Payload.piece(payload);
    byte[] outboard = Payload.outboard(payload).bytes();
    Path file = Files.write(dir.resolve("f"), payload);

    try (ParallelPieceHasher given = hasher(threads).keepOutboard();
        ParallelPieceHasher stream = hasher(threads).keepOutboard();
        ParallelPieceHasher path = hasher(threads).keepOutboard()) {
      Random random = new Random(size);
      for (int at = 0; at < size; ) {
        int n = Math.min(size - at, random.nextInt(700_000));
        given.update(payload, at, n);
        at += n;
        assertThat(given.position()).isEqualTo(at);
      }
      stream.update(new ByteArrayInputStream(payload), Progress.none());
      path.update(file, Progress.none());

      for (ParallelPieceHasher hasher : List.of(given, stream, path)) {
        assertThat(hasher.finish()).isEqualTo(expected);
        assertThat(hasher.outboard().bytes()).isEqualTo(outboard);
      }
    }
  }

  @Test
  void mixesBytesStreamsAndOpenSubtrees() throws IOException {
    byte[] payload = Payload.random(4_000_000);
    try (ParallelPieceHasher hasher = hasher(2)) {
      hasher.update(payload, 0, 100);
      hasher.update(new ByteArrayInputStream(payload, 100, 2_999_900), Progress.none());
      hasher.update(payload, 3_000_000, 800_000);
      hasher.update(new ByteArrayInputStream(payload, 3_800_000, 1_000), Progress.none());
      hasher.update(payload, 3_801_000, 199_000);

      assertThat(hasher.finish()).isEqualTo(Payload.piece(payload));
    }
  }

  @Test
  void smallPayloadsStayOnTheCallingThreadAndWorkersEndWithFinish() {
    Set<Long> before = workers();
    ParallelPieceHasher small = new ParallelPieceHasher(new PieceHasher(), 2, BATCH);
    small.update(new byte[BATCH], 0, BATCH);
    small.update(new byte[BATCH - 1], 0, BATCH - 1);
    assertThat(workers()).isEqualTo(before);
    small.update(new byte[1], 0, 1);
    assertThat(workers()).hasSizeGreaterThan(before.size());
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().equals("carrack-piece"))
        .allMatch(Thread::isDaemon);
    small.finish();

    ParallelPieceHasher closed = hasher(2);
    closed.update(new byte[2 * BATCH], 0, 2 * BATCH);
    closed.close();
    closed.close();

    assertThat(workers()).isEqualTo(before);
    assertThatThrownBy(closed::finish).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> closed.update(new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(small::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void oneThreadStartsNone() {
    Set<Long> before = workers();
    ParallelPieceHasher single = hasher(1);
    single.update(new byte[2 * BATCH], 0, 2 * BATCH);

    assertThat(workers()).isEqualTo(before);
    assertThat(single.finish()).isEqualTo(Payload.piece(new byte[2 * BATCH]));
  }

  @Test
  void tellsItsProgressAndEndsAtTheTotal() throws IOException {
    Path file = Files.write(dir.resolve("weights.bin"), new byte[3 * BATCH + IN + 7]);
    List<String> told = new ArrayList<>();
    try (ParallelPieceHasher hasher = hasher(2)) {
      hasher.update(file, (step, done, total) -> told.add(step + " " + done + "/" + total));
      hasher.finish();
    }

    assertThat(told)
        .startsWith("piece weights.bin 260096/3381255")
        .endsWith("piece weights.bin 3381255/3381255");
    List<Long> stream = new ArrayList<>();
    try (ParallelPieceHasher hasher = hasher(1)) {
      hasher.update(
          new ByteArrayInputStream(new byte[IN + 1]),
          (step, done, total) -> stream.add(done + total));
    }
    assertThat(stream).containsExactly(IN - 1L, IN + 0L);
  }

  @Test
  void takesABlockedCallersBytesOnlyAsFastAsTheyAreHashed() {
    SubtreeCrew crew = new SubtreeCrew(2, new PieceHasher());
    try {
      for (int i = 0; i < 9; i++) {
        SubtreeBatch batch = crew.take();
        assertThat(crew.underWay()).isLessThan(4L * BATCH);
        batch.payload();
        crew.submit(batch);
      }
    } finally {
      crew.close();
    }
    assertThat(crew.underWay()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 7})
  void resumesAFileWhereItWasInterrupted(int interruptAt) throws IOException {
    byte[] payload = Payload.random(3 * BATCH + 1_000);
    Path file = Files.write(dir.resolve("long"), payload);
    int[] calls = new int[1];
    ParallelPieceHasher first = hasher(2).keepOutboard();
    Progress interrupting =
        (step, done, total) -> {
          if (calls[0]++ == Math.min(interruptAt, 3)) {
            Thread.currentThread().interrupt();
          }
        };

    Set<Long> before = workers();
    try {
      assertThatThrownBy(() -> first.update(file, interrupting))
          .isInstanceOf(CancelledException.class)
          .hasMessageContaining("bytes");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    first.close();
    assertThat(workers()).isEqualTo(before);

    PieceCheckpoint saved = PieceCheckpoint.read(first.checkpoint().bytes());
    assertThat(saved.position()).isPositive();
    try (ParallelPieceHasher second = ParallelPieceHasher.resume(saved, 2)) {
      second.update(file, Progress.none());
      assertThat(second.finish()).isEqualTo(Payload.piece(payload));
      assertThat(second.outboard().bytes()).isEqualTo(Payload.outboard(payload).bytes());
    }
  }

  @Test
  void anInterruptWhileWaitingForAWorkerCancels() {
    ParallelPieceHasher hasher = hasher(2);
    hasher.update(new byte[2 * BATCH], 0, 2 * BATCH);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> hasher.update(new byte[20 * BATCH], 0, 20 * BATCH))
          .isInstanceOf(CancelledException.class)
          .hasMessageContaining("checkpoint");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThatThrownBy(hasher::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("checkpoint");
      assertThatThrownBy(() -> hasher.update(new byte[BATCH], 0, BATCH))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(
              () -> hasher(1).update(new ByteArrayInputStream(new byte[9]), Progress.none()))
          .isInstanceOf(CancelledException.class);
    } finally {
      Thread.interrupted();
      hasher.close();
    }
  }

  @Test
  void refusesToGoOnWithAnotherFile() throws IOException {
    byte[] payload = Payload.random(3 * IN);
    ParallelPieceHasher first = hasher(1);
    first.update(payload, 0, 2 * IN);
    PieceCheckpoint saved = first.checkpoint();
    payload[2 * IN - 1] ^= 1;
    Path other = Files.write(dir.resolve("other"), payload);
    Path shorter = Files.write(dir.resolve("shorter"), new byte[IN]);

    assertThatThrownBy(() -> ParallelPieceHasher.resume(saved, 1).update(other, Progress.none()))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("its bytes before 520192 differ");
    assertThatThrownBy(() -> ParallelPieceHasher.resume(saved, 1).update(shorter, Progress.none()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("ended at byte 260096");
  }

  @Test
  void aFileThatIsCutMeanwhileFails() throws IOException {
    Path file = Files.write(dir.resolve("shrinking"), new byte[4 * BATCH]);
    Progress cutting =
        (step, done, total) -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(2 * BATCH);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        };

    try (ParallelPieceHasher hasher = hasher(2)) {
      assertThatThrownBy(
              () -> {
                hasher.update(file, cutting);
                hasher.finish();
              })
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("payload ended at byte 2080768");
    }
  }

  @Test
  void aSourceThatFailsInAWorkerIsAStorageError() {
    SubtreeCrew crew = new SubtreeCrew(1, new PieceHasher());
    SubtreeBatch batch = crew.take();
    batch.readFrom(
        (into, position) -> {
          throw new IOException("bad sector");
        },
        0);
    crew.submit(batch);

    assertThatThrownBy(crew::drain)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("bad sector");
  }

  @Test
  void refusesMoreThanTheLargestPieceAndTakesNothingOfIt() {
    PieceHasher limited = new PieceHasher(false, 3L * BATCH);
    try (ParallelPieceHasher hasher = new ParallelPieceHasher(limited, 2, IN)) {
      hasher.update(new byte[2 * BATCH + IN + 5], 0, 2 * BATCH + IN + 5);

      assertThatThrownBy(() -> hasher.update(new byte[BATCH], 0, BATCH - IN - 4))
          .isInstanceOf(LimitException.class);
      hasher.update(new byte[BATCH], 0, BATCH - IN - 5);
      assertThat(hasher.finish()).isEqualTo(Payload.piece(new byte[3 * BATCH]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStreamAboveTheLargestPieceEndsTheWorkWithoutAName(int threads) {
    PieceHasher limited = new PieceHasher(false, 2L * BATCH);
    try (ParallelPieceHasher hasher = new ParallelPieceHasher(limited, threads, IN)) {
      assertThatThrownBy(
              () -> hasher.update(new ByteArrayInputStream(new byte[3 * BATCH]), Progress.none()))
          .isInstanceOf(LimitException.class);
      assertThatThrownBy(hasher::finish).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void namesAFileInOneCall() throws IOException {
    Path file = Files.write(dir.resolve("one"), Payload.random(1_000));

    assertThat(ParallelPieceHasher.of(file, 2, Progress.none()))
        .isEqualTo(Payload.piece(Payload.random(1_000)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 257})
  void refusesNoNumberOfThreads(int threads) {
    assertThatThrownBy(() -> new ParallelPieceHasher(threads))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(threads));
  }

  /** A hasher that gives all but the first 256 KiB to its workers. */
  private static ParallelPieceHasher hasher(int threads) {
    return new ParallelPieceHasher(new PieceHasher(), threads, IN);
  }

  private static Set<Long> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("carrack-piece"))
        .map(Thread::getId)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
