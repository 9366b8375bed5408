package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PieceCheckpointTest {

  private static final int IN = Subtree.IN;

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0, 1",
    "260095, 260095",
    "260096, 260097",
    "780300, 1600000",
    "1040384, 1040384",
    "1300480, 1500000",
    "2000000, 2400000"
  })
  void aPayloadResumedAnywhereHasTheSameNameAndOutboard(int cut, int size) {
    byte[] payload = Payload.random(size);
    PieceHasher first = new PieceHasher().keepOutboard();
    first.update(payload, 0, cut);

    PieceCheckpoint saved = PieceCheckpoint.read(first.checkpoint().bytes());
    PieceHasher second = PieceHasher.resume(saved);
    int from = (int) saved.position();
    second.update(payload, from, size - from);

    assertThat(from).isEqualTo(cut / IN * IN);
    assertThat(second.finish()).isEqualTo(Payload.piece(payload));
    assertThat(second.outboard().bytes()).isEqualTo(Payload.outboard(payload).bytes());
    first.update(payload, cut, size - cut);
    assertThat(first.finish()).isEqualTo(Payload.piece(payload));
  }

  @Test
  void withoutAnOutboardNoneIsResumed() {
    PieceHasher hasher = PieceHasher.resume(new PieceHasher().checkpoint());
    hasher.finish();

    assertThatThrownBy(hasher::outboard)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no outboard");
  }

  /**
   * The format of docs/piece-formats.md, byte by byte; the nodes are known from PieceHasherTest.
   */
  @Test
  void writesTheDocumentedBytes() {
    PieceHasher hasher = new PieceHasher();
    assertThat(hex(hasher.checkpoint()))
        .isEqualTo(withCrc("43524b5049454345" + "00000001" + "00000000" + zeros(8) + zeros(32)));

    byte[] zero = new byte[5 * IN + 9];
    hasher.update(zero, 0, zero.length);
    String subtree = zeroNode(13);
    String pending = zeroNode(15) + subtree;
    assertThat(hex(hasher.checkpoint()))
        .isEqualTo(
            withCrc(
                "43524b5049454345" + "0000000100000000" + "0000000000000005" + subtree + pending));

    PieceHasher keeping = new PieceHasher().keepOutboard();
    keeping.update(zero, 0, zero.length);
    assertThat(hex(keeping.checkpoint()))
        .isEqualTo(
            withCrc(
                "43524b5049454345"
                    + "0000000100000001"
                    + "0000000000000005"
                    + subtree
                    + pending
                    + zeroNode(15)));
  }

  @Test
  void refusesEveryChangedByte() {
    byte[] bytes = saved();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 0x40;
      assertThatThrownBy(() -> PieceCheckpoint.read(changed))
          .as("byte %d", i)
          .isInstanceOfAny(
              MalformedException.class,
              UnsupportedVersionException.class,
              IntegrityException.class);
    }
  }

  @Test
  void refusesEveryOtherLength() {
    byte[] bytes = saved();
    for (int length = 0; length <= bytes.length + 1; length++) {
      byte[] other = Arrays.copyOf(bytes, length);
      if (length != bytes.length) {
        assertThatThrownBy(() -> PieceCheckpoint.read(other))
            .isInstanceOf(MalformedException.class);
      }
    }
  }

  @Test
  void namesTheRuleBroken() {
    assertThatThrownBy(() -> PieceCheckpoint.read(new byte[200]))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("200 bytes that do not begin with CRKPIECE");
    assertThatThrownBy(() -> PieceCheckpoint.read(with(11, 2)))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> PieceCheckpoint.read(with(15, 2)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("flags 0x2");
    assertThatThrownBy(() -> PieceCheckpoint.read(with(30, 1)))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("checksum");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000000000040001", "8000000000000000", "7fffffffffffffff"})
  void refusesMoreSubtreesThanThereAre(String count) {
    byte[] bytes = saved();
    byte[] eight = HexFormat.of().parseHex(count);
    System.arraycopy(eight, 0, bytes, 16, 8);

    assertThatThrownBy(() -> PieceCheckpoint.read(bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("subtrees");
  }

  /** 2^18 subtrees are the largest piece: nothing may follow. */
  @Test
  void resumesAtTheEndOfTheLargestPiece() {
    String last = "ab".repeat(31) + "0a";
    byte[] full =
        HexFormat.of()
            .parseHex(
                withCrc(
                    "43524b5049454345" + "0000000100000000" + "0000000000040000" + last + last));

    PieceHasher hasher = PieceHasher.resume(PieceCheckpoint.read(full));

    assertThat(hasher.position()).isEqualTo(PieceCid.MAX_RAW_SIZE);
    assertThatThrownBy(() -> hasher.update(new byte[1], 0, 1))
        .isInstanceOf(dev.carrack.core.LimitException.class);
    PieceCid piece = hasher.finish();
    assertThat(piece.rawSize()).isEqualTo(PieceCid.MAX_RAW_SIZE);
    assertThat(piece.root()).asHexString().isEqualToIgnoringCase(last);
  }

  @Test
  void refusesADeferredHeadAndAFinishedPiece() {
    PieceHasher finished = new PieceHasher();
    finished.finish();

    assertThatThrownBy(() -> PieceHasher.deferringHead().checkpoint())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(finished::checkpoint).isInstanceOf(IllegalStateException.class);
  }

  private static byte[] saved() {
    PieceHasher hasher = new PieceHasher().keepOutboard();
    byte[] payload = Payload.random(5 * IN);
    hasher.update(payload, 0, payload.length);
    return hasher.checkpoint().bytes();
  }

  private static byte[] with(int at, int value) {
    byte[] bytes = saved();
    bytes[at] = (byte) value;
    return bytes;
  }

  private static String hex(PieceCheckpoint checkpoint) {
    return HexFormat.of().formatHex(checkpoint.bytes());
  }

  private static String zeros(int bytes) {
    return "00".repeat(bytes);
  }

  private static String zeroNode(int height) {
    byte[] node = new byte[32];
    ZeroSubtrees.copy(height, node, 0);
    return HexFormat.of().formatHex(node);
  }

  private static String withCrc(String hex) {
    CRC32C crc = new CRC32C();
    crc.update(HexFormat.of().parseHex(hex));
    return hex + "%08x".formatted(crc.getValue());
  }
}
