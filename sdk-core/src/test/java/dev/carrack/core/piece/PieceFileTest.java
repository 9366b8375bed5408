package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CancelledException;
import dev.carrack.core.LimitException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PieceFileTest {

  @TempDir Path dir;

  @Test
  void hashesAFileAndTellsItsProgress() throws IOException {
    byte[] payload = new byte[600_000];
    new Random(1).nextBytes(payload);
    Path file = Files.write(dir.resolve("weights.bin"), payload);
    List<String> told = new ArrayList<>();

    PieceCid piece = PieceHasher.of(file, (step, done, total) -> told.add(done + "/" + total));

    assertThat(piece).isEqualTo(PieceCid.of(payload.length, NaivePiece.root(payload)));
    assertThat(told).containsExactly("260096/600000", "520192/600000", "600000/600000");
  }

  @Test
  void hashesAStreamThatGivesFewBytesAtATime() throws IOException {
    byte[] payload = new byte[5_000];
    new Random(2).nextBytes(payload);
    InputStream trickle =
        new ByteArrayInputStream(payload) {
          @Override
          public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(length, 7));
          }
        };

    PieceCid piece = PieceHasher.of(trickle, Progress.none());

    assertThat(piece).isEqualTo(PieceCid.of(payload.length, NaivePiece.root(payload)));
  }

  @Test
  void hashesAnEmptyFile() throws IOException {
    Path file = Files.createFile(dir.resolve("empty"));

    assertThat(PieceHasher.of(file, Progress.none()).rawSize()).isZero();
  }

  @Test
  void namesTheMissingFile() {
    Path file = dir.resolve("missing");

    assertThatThrownBy(() -> PieceHasher.of(file, Progress.none()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void refusesADirectory() {
    assertThatThrownBy(() -> PieceHasher.of(dir, Progress.none()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(dir.toString());
  }

  @Test
  void refusesAFileAboveTheLargestPieceBeforeReadingIt() throws IOException {
    Path sparse = dir.resolve("sparse");
    try (FileChannel channel =
        FileChannel.open(
            sparse,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.allocate(1), PieceCid.MAX_RAW_SIZE);
    }

    assertThatThrownBy(
            () -> PieceHasher.of(sparse, (step, done, total) -> assertThat(done).isZero()))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("68182605824");
  }

  @Test
  void stopsWhenInterruptedAndKeepsTheFlag() throws IOException {
    Path file = Files.write(dir.resolve("long"), new byte[1_000_000]);
    Progress interrupting = (step, done, total) -> Thread.currentThread().interrupt();

    try {
      assertThatThrownBy(() -> PieceHasher.of(file, interrupting))
          .isInstanceOf(CancelledException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }
}
