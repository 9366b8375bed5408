package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CarrackException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PieceProofTest {

  /** 1,500,000 bytes: a tree of height 16, of two chunks. */
  private static final byte[] PAYLOAD = Payload.random(1_500_000);

  private static final PieceOutboard OUTBOARD = Payload.outboard(PAYLOAD);
  private static final PieceCid PIECE = OUTBOARD.piece();
  private static final byte[] LEAVES = NaivePiece.fr32(Arrays.copyOf(PAYLOAD, 2 * 1_040_384));

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 2",
    "65535, 65536",
    "0, 65536",
    "5, 9",
    "8191, 8193",
    "32767, 32768",
    "32767, 32769",
    "32768, 32770",
    "1000, 60000",
    "47000, 65536"
  })
  void provesAnyRangeOfLeaves(int from, int to) throws IOException {
    PieceProof proof =
        PieceProof.read(PieceProof.ofLeaves(OUTBOARD, Payload.source(PAYLOAD), from, to).bytes());

    proof.verifyLeaves(PIECE, leaves(from, to));
    assertThat(proof.from()).isEqualTo(from);
    assertThat(proof.to()).isEqualTo(to);
    assertThat(proof.bytes().length).isLessThan(2048);
  }

  @Test
  void provesEveryRangeOfASmallTree() throws IOException {
    byte[] payload = Payload.random(300);
    PieceOutboard outboard = Payload.outboard(payload);
    byte[] all = NaivePiece.fr32(Arrays.copyOf(payload, 508));
    for (int from = 0; from < 16; from++) {
      for (int to = from + 1; to <= 16; to++) {
        byte[] leaves = Arrays.copyOfRange(all, 32 * from, 32 * to);
        PieceProof proof = PieceProof.ofLeaves(outboard, Payload.source(payload), from, to);

        proof.verifyLeaves(outboard.piece(), leaves);
        leaves[leaves.length - 1] ^= 1;
        assertThatThrownBy(() -> proof.verifyLeaves(outboard.piece(), leaves))
            .isInstanceOf(IntegrityException.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "126, 2", "1040383, 2", "1499999, 1", "0, 1500000", "260000, 700"})
  void provesAnyRangeOfThePayload(int offset, int length) throws IOException {
    PieceProof proof = PieceProof.ofPayload(OUTBOARD, Payload.source(PAYLOAD), offset, length);
    int start = (int) proof.payloadStart();
    int end = (int) proof.payloadEnd(PIECE);

    assertThat(start).isEqualTo(offset / 127 * 127);
    assertThat(end).isEqualTo(Math.min(1_500_000, (offset + length + 126) / 127 * 127));
    byte[] bytes = Arrays.copyOfRange(PAYLOAD, start, end);
    proof.verifyPayload(PIECE, bytes);
    bytes[0] ^= 1;
    assertThatThrownBy(() -> proof.verifyPayload(PIECE, bytes))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("not in piece " + PIECE);
  }

  /** The definition: going up, the node beside the range on each side. docs/piece-formats.md. */
  @Test
  void writesTheDocumentedBytes() throws IOException {
    byte[] payload = Payload.random(200);
    byte[] all = NaivePiece.fr32(Arrays.copyOf(payload, 254));
    PieceProof proof =
        PieceProof.ofLeaves(Payload.outboard(payload), Payload.source(payload), 3, 5);

    String expected =
        "43524b50524f4f46"
            + "01"
            + "03"
            + "03"
            + "02"
            + hex(all, 2, 3)
            + hex(all, 5, 6)
            + HexFormat.of().formatHex(pair(all, 0))
            + HexFormat.of().formatHex(pair(all, 6));
    assertThat(proof.bytes()).asHexString().isEqualToIgnoringCase(expected);
  }

  @Test
  void refusesEveryChangedByteOfAProof() throws IOException {
    byte[] bytes = proof(5, 9).bytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> PieceProof.read(changed).verifyLeaves(PIECE, leaves(5, 9)))
          .as("byte %d", i)
          .isInstanceOf(CarrackException.class);
    }
  }

  @Test
  void refusesEveryOtherLengthOfAProof() throws IOException {
    byte[] bytes = proof(5, 9).bytes();
    for (int length = 0; length <= bytes.length + 32; length++) {
      byte[] other = Arrays.copyOf(bytes, length);
      if (length != bytes.length) {
        assertThatThrownBy(() -> PieceProof.read(other))
            .as("%d bytes", length)
            .isInstanceOf(MalformedException.class);
      }
    }
  }

  @Test
  void refusesTheRightBytesAtAnotherPlace() throws IOException {
    byte[] moved = proof(4, 8).bytes();
    moved[10] = 12;

    assertThatThrownBy(() -> PieceProof.read(moved).verifyLeaves(PIECE, leaves(4, 8)))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("leaves 12 to 16 are not in piece");
    assertThatThrownBy(() -> proof(4, 8).verifyLeaves(PIECE, leaves(8, 12)))
        .isInstanceOf(IntegrityException.class);
  }

  @Test
  void refusesAnotherHeight() throws IOException {
    PieceCid lower = PieceCid.of(1_000_000, PIECE.root());
    PieceProof proof = proof(4, 8);

    assertThatThrownBy(() -> proof.verifyLeaves(lower, leaves(4, 8)))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("height 16")
        .hasMessageContaining("has 15");
    assertThatThrownBy(() -> proof.verifyPayload(lower, Arrays.copyOfRange(PAYLOAD, 127, 254)))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("height 16");
  }

  @Test
  void refusesMoreOrFewerBytesThanItCovers() throws IOException {
    PieceProof proof = proof(4, 8);

    for (int size : new int[] {0, 96, 127, 160}) {
      assertThatThrownBy(() -> proof.verifyLeaves(PIECE, new byte[size]))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("128 bytes of leaves, not of " + size);
    }
    for (int size : new int[] {0, 126, 128}) {
      assertThatThrownBy(() -> proof.verifyPayload(PIECE, new byte[size]))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("127 payload bytes from 127, not of " + size);
    }
  }

  @Test
  void provesTheLeavesOfAnEmptyPiece() throws IOException {
    PieceOutboard empty = Payload.outboard(new byte[0]);

    PieceProof.ofLeaves(empty, (into, at) -> -1, 1, 3).verifyLeaves(empty.piece(), new byte[64]);
  }

  @Test
  void aPaddingOfZerosIsProvedWithoutPayload() throws IOException {
    proof(65_532, 65_536).verifyPayload(PIECE, new byte[0]);
    proof(65_532, 65_536).verifyLeaves(PIECE, new byte[128]);
  }

  @Test
  void refusesPayloadForLeavesThatAreNoWholeUnits() throws IOException {
    assertThatThrownBy(() -> proof(4, 7).verifyPayload(PIECE, new byte[127]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> proof(5, 8).verifyPayload(PIECE, new byte[127]))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "1, 1", "2, 1", "0, 65537", "65536, 65537"})
  void refusesNoRangeOfLeaves(long from, long to) {
    assertThatThrownBy(() -> proof(from, to))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536 leaves");
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "0, 0", "0, -1", "0, 1500001", "1500000, 1"})
  void refusesNoRangeOfPayload(long offset, long length) {
    assertThatThrownBy(
            () -> PieceProof.ofPayload(OUTBOARD, Payload.source(PAYLOAD), offset, length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1500000 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "02, 1f0000, UnsupportedVersion, version 2",
    "01, 010001, Malformed, height 1",
    "01, 200001, Malformed, height 32",
    "01, ff0001, Malformed, height -1",
    "01, 020000, Malformed, 0 leaves",
    "01, 020401, Malformed, 1 leaves from 4",
    "01, 020005, Malformed, 5 leaves from 0",
    "01, 02ffffffffffffffff7f01, Malformed, leaves from",
    "01, 02, Malformed, truncated",
    "01, 1f0081808008, Limit, above 16777216",
    "01, 1f0080808008, Malformed, bytes of nodes"
  })
  void namesTheRuleBroken(String version, String rest, String error, String message) {
    byte[] bytes = HexFormat.of().parseHex("43524b50524f4f46" + version + rest);

    assertThatThrownBy(() -> PieceProof.read(bytes))
        .isInstanceOfAny(
            MalformedException.class, UnsupportedVersionException.class, LimitException.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getClass().getSimpleName()).startsWith(error));
  }

  @Test
  void doesNotProveASourceThatIsAnother() {
    byte[] other = PAYLOAD.clone();
    other[1_499_999] ^= 1;

    assertThatThrownBy(() -> PieceProof.ofLeaves(OUTBOARD, Payload.source(other), 60_000, 60_001))
        .isInstanceOf(IntegrityException.class);
  }

  private static PieceProof proof(long from, long to) throws IOException {
    return PieceProof.ofLeaves(OUTBOARD, Payload.source(PAYLOAD), from, to);
  }

  private static byte[] leaves(int from, int to) {
    return Arrays.copyOfRange(LEAVES, 32 * from, 32 * to);
  }

  private static String hex(byte[] leaves, int from, int to) {
    return HexFormat.of().formatHex(leaves, 32 * from, 32 * to);
  }

  private static byte[] pair(byte[] leaves, int first) {
    byte[] node = new byte[32];
    new Sha256PairHasher().hash(leaves, 32 * first, 1, node, 0);
    return node;
  }
}
