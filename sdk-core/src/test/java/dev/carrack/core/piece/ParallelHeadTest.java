package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelHeadTest {

  private static final int HEAD = PieceHasher.HEAD;

  @ParameterizedTest
  @ValueSource(ints = {0, 100, HEAD - 1, HEAD, HEAD + 1, 3 * HEAD, HEAD + 10_000_077})
  void aHeadThatComesLastGivesTheSameNameOnSeveralThreads(int size) {
    byte[] payload = new byte[size];
    new Random(size).nextBytes(payload);
    PieceHasher whole = new PieceHasher();
    whole.update(payload, 0, size);
    PieceCid expected = whole.finish();
    int head = Math.min(HEAD, size);

    for (boolean ended : new boolean[] {false, true}) {
      try (ParallelPieceHasher hasher = ParallelPieceHasher.deferringHead(3)) {
        for (int at = head; at < size; at += 777_777) {
          hasher.update(payload, at, Math.min(777_777, size - at));
        }
        if (ended) {
          hasher.endTail();
        }
        assertThat(hasher.finish(payload, head)).isEqualTo(expected);
      }
    }
  }

  @Test
  void afterTheTailOnlyTheHeadMayFollow() {
    ParallelPieceHasher hasher = ParallelPieceHasher.deferringHead(2);
    hasher.endTail();

    assertThatThrownBy(() -> hasher.update(new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThat(hasher.finish(new byte[5], 5).rawSize()).isEqualTo(5);
    assertThatThrownBy(() -> hasher.finish(new byte[5], 5))
        .isInstanceOf(IllegalStateException.class);
    ParallelPieceHasher given = ParallelPieceHasher.deferringHead(2);
    given.update(new byte[1], 0, 1);
    given.close();
    assertThatThrownBy(() -> given.finish(new byte[HEAD], HEAD))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new ParallelPieceHasher(2).finish(new byte[5], 5))
        .isInstanceOf(IllegalStateException.class);
  }
}
