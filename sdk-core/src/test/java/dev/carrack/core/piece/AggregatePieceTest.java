package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregatePieceTest {

  private static final PieceCid A = Payload.piece(Payload.random(254));
  private static final PieceCid B = Payload.piece(Payload.random(127));
  private static final PieceCid C = Payload.piece(Payload.random(500));

  /** The commitment over payloads laid side by side is that of the pieces. */
  @Test
  void isTheCommitmentOfThePayloadsSideBySide() {
    byte[] whole = new byte[1016];
    System.arraycopy(Payload.random(500), 0, whole, 0, 500);
    System.arraycopy(Payload.random(254), 0, whole, 508, 254);
    System.arraycopy(Payload.random(127), 0, whole, 762, 127);

    PieceCid aggregate = AggregatePiece.of(List.of(C, A, B));

    assertThat(aggregate).isEqualTo(PieceCid.of(1016, NaivePiece.root(whole)));
  }

  @Test
  void alignsEachPieceToItsSizeInTheOrderGiven() {
    byte[] whole = new byte[2032];
    System.arraycopy(Payload.random(127), 0, whole, 0, 127);
    System.arraycopy(Payload.random(254), 0, whole, 254, 254);
    System.arraycopy(Payload.random(500), 0, whole, 508, 500);
    System.arraycopy(Payload.random(127), 0, whole, 1016, 127);

    assertThat(AggregatePiece.of(List.of(B, A, C, B)))
        .isEqualTo(PieceCid.of(2032, NaivePiece.root(whole)));
  }

  @Test
  void onePieceIsItself() {
    assertThat(AggregatePiece.of(List.of(B))).isEqualTo(B);
    assertThat(AggregatePiece.commD(128, List.of(B))).isEqualTo(B);
  }

  @Test
  void padsASectorWithZeros() {
    byte[] whole = new byte[1016];
    System.arraycopy(Payload.random(127), 0, whole, 0, 127);

    assertThat(AggregatePiece.commD(1024, List.of(B)))
        .isEqualTo(PieceCid.of(1016, NaivePiece.root(whole)));
    assertThat(AggregatePiece.commD(1024, List.of(C, A, B)))
        .isEqualTo(AggregatePiece.of(List.of(C, A, B)));
  }

  @Test
  void refusesWhatDoesNotFitTheSector() {
    assertThatThrownBy(() -> AggregatePiece.commD(512, List.of(C, B)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("take 640 bytes of a sector of 512");
    PieceCid largest = PieceCid.of(PieceCid.MAX_RAW_SIZE, new byte[32]);
    assertThat(AggregatePiece.of(List.of(largest))).isEqualTo(largest);
    assertThatThrownBy(() -> AggregatePiece.of(List.of(largest, B)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("piece 1 ends at byte 68719476864");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 64, 129, -128, 137_438_953_472L, Long.MIN_VALUE})
  void refusesNoSector(long size) {
    assertThatThrownBy(() -> AggregatePiece.commD(size, List.of(B)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("power of two");
  }

  @Test
  void refusesNoPieces() {
    assertThatThrownBy(() -> AggregatePiece.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void subPiecesKeepTheSumOfTheirPayloads() {
    PieceCid sum = AggregatePiece.ofSubPieces(List.of(C, A, B));

    assertThat(sum.rawSize()).isEqualTo(881);
    assertThat(sum.v1()).isEqualTo(AggregatePiece.of(List.of(C, A, B)).v1());
    assertThatThrownBy(() -> AggregatePiece.ofSubPieces(List.of(A, C)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sub-piece 1 is larger");
    PieceCid nearlyEmpty = PieceCid.of(128, A.root());
    assertThatThrownBy(
            () -> AggregatePiece.ofSubPieces(List.of(nearlyEmpty, PieceCid.of(1, B.root()))))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("129 payload bytes in a tree of height 4");
  }

  /** Enough small pieces that every level of the tree is walked. */
  @ParameterizedTest
  @CsvSource({"2", "3", "5", "16", "17"})
  void foldsManyEqualPieces(int count) {
    byte[] whole = new byte[127 * count];
    PieceCid[] pieces = new PieceCid[count];
    for (int i = 0; i < count; i++) {
      byte[] part = new byte[127];
      Arrays.fill(part, (byte) i);
      System.arraycopy(part, 0, whole, 127 * i, 127);
      pieces[i] = Payload.piece(part);
    }

    assertThat(AggregatePiece.of(List.of(pieces)).root()).isEqualTo(NaivePiece.root(whole));
    assertThat(AggregatePiece.ofSubPieces(List.of(pieces))).isEqualTo(Payload.piece(whole));
  }
}
