package dev.carrack.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.ConflictException;
import dev.carrack.core.LockedException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VersioningTest {

  @TempDir Path dir;
  private Artifacts artifacts;

  @BeforeEach
  void open() {
    artifacts = Artifacts.open(dir);
  }

  @AfterEach
  void close() {
    artifacts.close();
  }

  @Test
  void versionsCountFromOneForEachName() {
    put("a", 1);
    put("a", 2);
    put("b", 1);

    assertThat(artifacts.versions("a")).extracting(Version::ref).containsExactly("a@1", "a@2");
    assertThat(artifacts.list()).extracting(Version::ref).containsExactly("a@1", "a@2", "b@1");
    assertThat(artifacts.version("a").number()).isEqualTo(2);
    assertThat(artifacts.version("a@latest").number()).isEqualTo(2);
    assertThat(artifacts.version("a@v1").number()).isEqualTo(1);
  }

  @Test
  void threadsThatPutOneNameGetConsecutiveVersionsWithOneHistory() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<Version>> puts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int content = i;
      puts.add(threads.submit(() -> put("a", content)));
    }
    List<Version> versions = new ArrayList<>();
    for (Future<Version> put : puts) {
      versions.add(put.get());
    }
    threads.shutdown();

    assertThat(versions)
        .extracting(Version::number)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    List<Version> history = artifacts.versions("a");
    for (int i = 1; i < 20; i++) {
      assertThat(history.get(i).document().previous()).contains(history.get(i - 1).manifest());
    }
  }

  @Test
  void putsAndGcSideBySideLoseNothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<?>> all = new ArrayList<>();
    for (int thread = 0; thread < 2; thread++) {
      String name = "n" + thread;
      all.add(threads.submit(() -> IntStream.range(0, 25).forEach(i -> put(name, i % 5))));
    }
    all.add(threads.submit(() -> IntStream.range(0, 25).forEach(i -> artifacts.gc())));
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();

    assertThat(artifacts.list()).hasSize(50);
    assertThat(artifacts.verify().findings()).isEmpty();
  }

  @Test
  void aRemovedNumberIsNeverGivenAgain() {
    put("a", 1);
    put("a", 2);

    artifacts.remove("a@2");

    assertThat(artifacts.version("a").number()).isEqualTo(1);
    assertThat(put("a", 3).number()).isEqualTo(3);
    artifacts.remove("a@1");
    artifacts.remove("a@3");
    assertThat(artifacts.versions("a")).isEmpty();
    artifacts.gc();
    artifacts.close();
    artifacts = Artifacts.open(dir);
    assertThat(put("a", 4).number()).isEqualTo(4);
  }

  @Test
  void aTagNamesAVersionUntilItMoves() {
    put("a", 1);
    put("a", 2);

    assertThat(artifacts.tag("a@1", "prod").tags()).containsExactly("prod");
    assertThat(artifacts.version("a@prod").number()).isEqualTo(1);
    artifacts.tag("a@2", "prod");

    assertThat(artifacts.version("a@prod").number()).isEqualTo(2);
    assertThat(artifacts.tags("a")).containsOnlyKeys("prod");
    assertThat(artifacts.version("a@1").tags()).isEmpty();
  }

  @Test
  void aTagMovesOnlyFromWhereTheCallerBelievesItStands() {
    put("a", 1);
    put("a", 2);
    put("a", 3);
    artifacts.tag("a@1", "prod");

    artifacts.moveTag("prod", "a@1", "a@2");

    assertThatThrownBy(() -> artifacts.moveTag("prod", "a@1", "a@3"))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> artifacts.moveTag("other", "a@1", "a@3"))
        .isInstanceOf(ConflictException.class);
    assertThat(artifacts.version("a@prod").number()).isEqualTo(2);
  }

  @Test
  void aTagGivenWithThePutIsThereWithTheVersion() {
    Version version =
        artifacts.put(Artifact.model("m").bytes("w", new byte[] {1}).tagged("prod").tagged("eu"));

    assertThat(version.tags()).containsExactly("eu", "prod");
    assertThat(artifacts.version("m@eu")).isEqualTo(version);
  }

  @Test
  void tagsThatReadAsSomethingElseAreRefused() {
    put("a", 1);

    for (String tag : List.of("latest", "3", "v3", "", "a/b", "a@b")) {
      assertThatThrownBy(() -> artifacts.tag("a@1", tag)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void untaggingLeavesTheVersion() {
    put("a", 1);
    artifacts.tag("a", "prod");

    artifacts.untag("a@prod");

    assertThat(artifacts.version("a@1").tags()).isEmpty();
    assertThatThrownBy(() -> artifacts.version("a@prod")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> artifacts.untag("a@prod")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> artifacts.untag("a@1")).isInstanceOf(MalformedException.class);
  }

  @Test
  void removingAVersionRemovesItsTags() {
    put("a", 1);
    put("a", 2);
    artifacts.tag("a@1", "prod");
    artifacts.tag("a@2", "next");

    artifacts.remove("a@prod");

    assertThat(artifacts.tags("a")).containsOnlyKeys("next");
    assertThat(artifacts.versions("a")).extracting(Version::ref).containsExactly("a@2");
  }

  @Test
  void namesThatBeginAlikeAreNotMixedUp() {
    put("a", 1);
    put("a b", 1);
    put("ab", 1);
    artifacts.tag("ab", "t");

    assertThat(artifacts.versions("a")).hasSize(1);
    assertThat(artifacts.tags("a")).isEmpty();
  }

  @Test
  void listsByKind() {
    put("a", 1);
    artifacts.put(Artifact.of(new Kind("tokenizer"), "t").bytes("t", new byte[] {1}));

    assertThat(artifacts.list(new Kind("tokenizer")))
        .extracting(Version::ref)
        .containsExactly("t@1");
    assertThat(artifacts.list(Kind.AGENT)).isEmpty();
  }

  @Test
  void aSecondWriterIsRefusedAndAReaderIsNot() {
    put("a", 1);

    try (Artifacts second = Artifacts.open(dir)) {
      assertThat(second.list()).hasSize(1);
      assertThatThrownBy(() -> second.put(Artifact.log("l").bytes("l", new byte[0])))
          .isInstanceOf(LockedException.class);
      assertThatThrownBy(() -> second.tag("a", "t")).isInstanceOf(LockedException.class);
      assertThatThrownBy(second::gc).isInstanceOf(LockedException.class);
      put("a", 2);
      assertThat(second.version("a").number()).isEqualTo(2);
    }
  }

  @Test
  void theWriterGivesItsLockBackWhenItCloses() {
    put("a", 1);
    artifacts.close();
    artifacts.close();

    try (Artifacts second = Artifacts.open(dir)) {
      second.put(Artifact.dataset("a").bytes("a", new byte[] {2}));
      assertThat(second.versions("a")).hasSize(2);
    }
    assertThatThrownBy(() -> artifacts.list()).isInstanceOf(IllegalStateException.class);
  }

  private Version put(String name, int content) {
    return artifacts.put(
        Artifact.dataset(name).bytes("data", ByteBuffer.allocate(4096).putInt(content).array()));
  }
}
