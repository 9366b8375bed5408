package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.LimitException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PieceHasherTest {

  private static final int HEAD = PieceHasher.HEAD;

  /** Roots computed with filecoin-project/go-fil-commp-hashhash, commit 4dd194bf1660. */
  @ParameterizedTest
  @CsvSource({
    "127, 128, 3731bb99ac689f66eef5973e4a94da188f4ddcae580724fc6f3fd60dfd488333",
    "2000000, 2097152, d0b530dbb0b4f25c5d2f2a28dfee808b53412a02931f18c499f5a254086b1326"
  })
  void hashesZerosLikeGo(int size, long paddedSize, String root) {
    PieceCid piece = plain(new byte[size]);

    assertThat(piece.root()).isEqualTo(HexFormat.of().parseHex(root));
    assertThat(piece.rawSize()).isEqualTo(size);
    assertThat(piece.paddedSize()).isEqualTo(paddedSize);
  }

  /** FRC-0069, "Test Cases" (draft of 2023-07-26): 127 bytes each of 0, 1, 2, 3, then zeros. */
  @ParameterizedTest
  @CsvSource({
    "508, bafkzcibcaaces3nobte6ezpp4wqan2age2s5yxcatzotcvobhgcmv5wi2xh5mbi",
    "512, bafkzcibd7abqlxticxolgseegik2stpfgkkuwyf6kufex3doorkvmzpjuxwe4dz4",
    "513, bafkzcibd64bqlxticxolgseegik2stpfgkkuwyf6kufex3doorkvmzpjuxwe4dz4",
    "1016, bafkzcibcaac542av3szurbbscwuu3zjssvfwbpsvbjf6y3tukvlgl2nf5rha6pa"
  })
  void namesTheCasesOfFrc0069(int size, String v2) {
    byte[] payload = new byte[size];
    for (int i = 0; i < 508; i++) {
      payload[i] = (byte) (i / 127);
    }

    assertThat(plain(payload)).hasToString(v2);
  }

  /** FRC-0069, "Test Cases": zero bytes, none included. */
  @ParameterizedTest
  @CsvSource({
    "0, bafkzcibcp4bdomn3tgwgrh3g532zopskstnbrd2n3sxfqbze7rxt7vqn7veigmy",
    "127, bafkzcibcaabdomn3tgwgrh3g532zopskstnbrd2n3sxfqbze7rxt7vqn7veigmy",
    "128, bafkzcibcpybwiktap34inmaex4wbs6cghlq5i2j2yd2bb2zndn5ep7ralzphkdy"
  })
  void namesZeroPayloadsAsFrc0069Demands(int size, String v2) {
    assertThat(plain(new byte[size])).hasToString(v2);
  }

  static IntStream boundaries() {
    IntStream powers =
        IntStream.rangeClosed(0, 13).map(n -> 127 << n).flatMap(b -> IntStream.of(b - 1, b, b + 1));
    return IntStream.concat(IntStream.rangeClosed(0, 130), powers).distinct();
  }

  @ParameterizedTest
  @MethodSource("boundaries")
  void equalsTheDefinitionAroundEveryBoundary(int size) {
    byte[] payload = random(size);

    assertThat(plain(payload)).isEqualTo(PieceCid.of(size, NaivePiece.root(payload)));
  }

  /**
   * Numbers of subtrees whose binary forms have every mix of ones and zeros: how roots are folded.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6, 7, 8, 10, 11, 13})
  void equalsTheDefinitionForAnyNumberOfSubtrees(int subtrees) {
    byte[] payload = random(subtrees * HEAD - 77);

    assertThat(plain(payload)).isEqualTo(PieceCid.of(payload.length, NaivePiece.root(payload)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 126, 127, 128, 260_095, 260_096, 260_097, 700_001})
  void doesNotDependOnTheChunks(int chunk) {
    byte[] payload = random(1_234_567);
    PieceHasher hasher = new PieceHasher();

    for (int at = 0; at < payload.length; at += chunk) {
      hasher.update(payload, at, Math.min(chunk, payload.length - at));
    }

    assertThat(hasher.finish()).isEqualTo(plain(payload));
  }

  @Test
  void doesNotDependOnTheChunksWhereTheirSizesVary() {
    byte[] payload = random(900_000);
    Random random = new Random(7);
    PieceHasher hasher = new PieceHasher();

    for (int at = 0; at < payload.length; ) {
      int n = Math.min(random.nextInt(random.nextBoolean() ? 300 : 300_000), payload.length - at);
      hasher.update(payload, at, n);
      at += n;
    }

    assertThat(hasher.finish()).isEqualTo(plain(payload));
  }

  @Test
  void takesHeapDirectAndReadOnlyBuffersToTheirLimit() {
    byte[] payload = random(400_000);
    ByteBuffer direct = ByteBuffer.allocateDirect(100_000).put(payload, 100_000, 100_000).flip();
    ByteBuffer readOnly = ByteBuffer.wrap(payload, 200_000, 150_000).asReadOnlyBuffer();
    ByteBuffer slice = ByteBuffer.wrap(payload, 340_000, 60_000).slice().position(10_000);
    PieceHasher hasher = new PieceHasher();

    hasher.update(ByteBuffer.wrap(payload, 0, 100_000));
    hasher.update(direct);
    hasher.update(readOnly);
    hasher.update(slice);

    assertThat(hasher.finish()).isEqualTo(plain(payload));
    assertThat(direct.hasRemaining() || readOnly.hasRemaining() || slice.hasRemaining()).isFalse();
  }

  static IntStream lengths() {
    IntStream around =
        IntStream.rangeClosed(1, 9)
            .map(n -> n * HEAD)
            .flatMap(b -> IntStream.of(b - 128, b - 127, b - 1, b, b + 1, b + 127, b + 128));
    IntStream small = IntStream.of(0, 1, 126, 127, 128, 255, 1017, 65_024, 65_025);
    return IntStream.concat(
        IntStream.concat(small, around), new Random(2026).ints(12, 0, 10 * HEAD));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void givesOneNameWhetherTheHeadComesFirstOrLast(int size) {
    byte[] payload = random(size);
    int head = Math.min(size, HEAD);
    PieceHasher hasher = PieceHasher.deferringHead();

    hasher.update(payload, head, size - head);

    assertThat(hasher.finish(payload, head)).isEqualTo(plain(payload));
  }

  @Test
  void refusesAHeadThatLeavesAGap() {
    PieceHasher hasher = PieceHasher.deferringHead();
    hasher.update(new byte[1], 0, 1);

    assertThatThrownBy(() -> hasher.finish(new byte[HEAD], HEAD - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("must be 260096");
    assertThatThrownBy(() -> hasher.finish(new byte[HEAD + 1], HEAD + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PieceHasher.deferringHead().finish(new byte[HEAD + 1], HEAD + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("at most 260096");
  }

  @Test
  void refusesToFinishTheOtherWay() {
    assertThatThrownBy(() -> PieceHasher.deferringHead().finish())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new PieceHasher().finish(new byte[0], 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesMoreThanTheLargestPieceAndTakesNothingOfIt() {
    PieceHasher hasher = new PieceHasher(false, 1_000);
    hasher.update(new byte[999], 0, 999);

    assertThatThrownBy(() -> hasher.update(new byte[2], 0, 2))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("1000 bytes");
    assertThatThrownBy(() -> hasher.update(ByteBuffer.allocateDirect(20_000)))
        .isInstanceOf(LimitException.class);
    hasher.update(new byte[1], 0, 1);
    assertThat(hasher.finish()).isEqualTo(plain(new byte[1_000]));
  }

  @Test
  void keepsRoomForADeferredHead() {
    PieceHasher hasher = new PieceHasher(true, HEAD + 10L);
    hasher.update(new byte[10], 0, 10);

    assertThatThrownBy(() -> hasher.update(new byte[1], 0, 1)).isInstanceOf(LimitException.class);
    assertThat(hasher.finish(new byte[HEAD], HEAD)).isEqualTo(plain(new byte[HEAD + 10]));
  }

  @Test
  void refusesUseAfterFinish() {
    PieceHasher hasher = new PieceHasher();
    hasher.finish();
    PieceHasher headless = PieceHasher.deferringHead();
    headless.finish(new byte[0], 0);

    assertThatThrownBy(() -> headless.finish(new byte[0], 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(hasher::finish).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> hasher.update(new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> hasher.update(ByteBuffer.allocate(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesRangesOutsideTheArray() {
    assertThatThrownBy(() -> new PieceHasher().update(new byte[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static PieceCid plain(byte[] payload) {
    PieceHasher hasher = new PieceHasher();
    hasher.update(payload, 0, payload.length);
    return hasher.finish();
  }

  private static byte[] random(int size) {
    byte[] payload = new byte[size];
    new Random(size).nextBytes(payload);
    return payload;
  }

  @Test
  void anEndedTailGivesTheSameNameAndTakesNoMore() {
    for (int length : new int[] {0, 1, 127, PieceHasher.HEAD, PieceHasher.HEAD + 1, 900_001}) {
      byte[] bytes = new byte[length];
      new java.util.Random(length).nextBytes(bytes);
      PieceHasher whole = new PieceHasher();
      whole.update(bytes, 0, length);
      PieceHasher deferring = PieceHasher.deferringHead();
      int head = Math.min(length, PieceHasher.HEAD);
      deferring.update(bytes, head, length - head);

      deferring.endTail();

      assertThatThrownBy(() -> deferring.update(new byte[1], 0, 1))
          .isInstanceOf(IllegalStateException.class);
      assertThat(deferring.finish(bytes, head)).isEqualTo(whole.finish());
    }
    assertThatThrownBy(() -> new PieceHasher().endTail()).isInstanceOf(IllegalStateException.class);
  }
}
