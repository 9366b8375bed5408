package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.StorageException;
import dev.carrack.core.UnsupportedVersionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceOutboardTest {

  private static final int MIB = 1_040_384;

  @TempDir Path dir;

  /** The format of docs/piece-formats.md: each node is the root of 1,040,384 payload bytes. */
  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 127, 128, 260_096, 260_097, 520_193, 780_289, MIB, MIB + 1, 2 * MIB, 2_600_000})
  void holdsTheRootOfEachMiB(int size) {
    byte[] payload = Payload.random(size);
    PieceCid piece = Payload.piece(payload);
    byte[] cid = piece.v2().bytes();
    int count = (int) Math.max(1, piece.paddedSize() >> 20);
    ByteBuffer expected = ByteBuffer.allocate(13 + cid.length + 32 * count);
    expected.put("CRKOUTBD".getBytes()).putInt(1).put((byte) cid.length).put(cid);
    for (int i = 0; i < count; i++) {
      int from = Math.min(size, i * MIB);
      byte[] part = Arrays.copyOfRange(payload, from, Math.min(size, from + MIB));
      expected.put(
          piece.paddedSize() < 1 << 20 ? piece.root() : NaivePiece.root(Arrays.copyOf(part, MIB)));
    }

    PieceOutboard outboard = Payload.outboard(payload);

    assertThat(outboard.bytes()).isEqualTo(expected.array());
    assertThat(outboard.piece()).isEqualTo(piece);
    assertThat(PieceOutboard.read(expected.array(), piece).bytes()).isEqualTo(expected.array());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 260_096, 260_097, 700_000, MIB - 1, MIB, MIB + 5, 2_500_000})
  void isTheSameWhenTheHeadComesLast(int size) {
    byte[] payload = Payload.random(size);
    int head = Math.min(size, PieceHasher.HEAD);
    PieceHasher hasher = PieceHasher.deferringHead().keepOutboard();
    hasher.update(payload, head, size - head);

    PieceCid piece = hasher.finish(payload, head);

    assertThat(piece).isEqualTo(Payload.piece(payload));
    assertThat(hasher.outboard().bytes()).isEqualTo(Payload.outboard(payload).bytes());
  }

  @Test
  void readsAFile() throws IOException {
    PieceOutboard outboard = sample();
    Path file = Files.write(dir.resolve("a.outboard"), outboard.bytes());

    assertThat(PieceOutboard.read(file, outboard.piece()).bytes()).isEqualTo(outboard.bytes());
    Files.write(file, Arrays.copyOf(outboard.bytes(), outboard.bytes().length + 1));
    assertThatThrownBy(() -> PieceOutboard.read(file, outboard.piece()))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> PieceOutboard.read(dir.resolve("none"), outboard.piece()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> PieceOutboard.read(dir, outboard.piece()))
        .isInstanceOf(StorageException.class);
  }

  @Test
  void refusesEveryChangedByte() {
    PieceOutboard outboard = sample();
    byte[] bytes = outboard.bytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 0x20;
      assertThatThrownBy(() -> PieceOutboard.read(changed, outboard.piece()))
          .as("byte %d", i)
          .isInstanceOfAny(
              MalformedException.class,
              UnsupportedVersionException.class,
              IntegrityException.class);
    }
  }

  @Test
  void refusesEveryOtherLength() {
    PieceOutboard outboard = sample();
    byte[] bytes = outboard.bytes();
    for (int length = 0; length <= bytes.length + 32; length++) {
      byte[] other = Arrays.copyOf(bytes, length);
      if (length != bytes.length) {
        assertThatThrownBy(() -> PieceOutboard.read(other, outboard.piece()))
            .as("%d bytes", length)
            .isInstanceOfAny(MalformedException.class, IntegrityException.class);
      }
    }
  }

  @Test
  void namesTheRuleBroken() {
    PieceOutboard outboard = sample();
    PieceCid piece = outboard.piece();
    byte[] bytes = outboard.bytes();

    assertThatThrownBy(() -> PieceOutboard.read(new byte[40], piece))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("40 bytes that do not begin with CRKOUTBD");
    assertThatThrownBy(() -> PieceOutboard.read(changed(bytes, 11), piece))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("version 0");
    assertThatThrownBy(() -> PieceOutboard.read(Arrays.copyOf(bytes, bytes.length - 32), piece))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("32 bytes of nodes instead of 64");
    assertThatThrownBy(() -> PieceOutboard.read(changed(bytes, bytes.length - 1), piece))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("does not fold to its root");
  }

  /** The nodes alone would fold to the same root; the length of the payload differs. */
  @Test
  void refusesTheOutboardOfAnotherPiece() {
    PieceOutboard outboard = sample();
    PieceCid longer = PieceCid.of(outboard.piece().rawSize() + 1, outboard.piece().root());

    assertThatThrownBy(() -> PieceOutboard.read(outboard.bytes(), longer))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("not of piece " + longer);
  }

  @Test
  void isThereOnlyAfterFinishAndOnRequest() {
    PieceHasher hasher = new PieceHasher();
    hasher.update(new byte[1], 0, 1);

    assertThatThrownBy(hasher::keepOutboard).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new PieceHasher().keepOutboard().outboard())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not finished");
    hasher.finish();
    assertThatThrownBy(hasher::outboard)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no outboard");
    assertThatThrownBy(hasher::keepOutboard).isInstanceOf(IllegalStateException.class);
  }

  private static PieceOutboard sample() {
    return Payload.outboard(Payload.random(MIB + 1000));
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 1;
    return changed;
  }
}
