package dev.carrack.storage.http;

import static dev.carrack.storage.http.TrustlessGatewayTest.host;
import static dev.carrack.storage.http.TrustlessGatewayTest.ok;
import static dev.carrack.storage.http.TrustlessGatewayTest.status;
import static dev.carrack.storage.http.TrustlessGatewayTest.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.ConflictException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.RemoteException;
import dev.carrack.core.piece.PieceCid;
import dev.carrack.core.piece.PieceHasher;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PieceFetchTest {

  @TempDir Path dir;
  private final MockWebServer first = new MockWebServer();
  private final MockWebServer second = new MockWebServer();
  private final byte[] data = new byte[600_000];
  private PieceCid piece;

  @BeforeEach
  void start() throws IOException {
    first.start();
    second.start();
    new Random(7).nextBytes(data);
    piece = PieceHasher.of(new ByteArrayInputStream(data), Progress.none());
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void writesAPieceWhoseCidIsProven() throws Exception {
    first.enqueue(ok(data));
    Path file = dir.resolve("piece.car");

    try (var gateway = TrustlessGateway.of(uri(first))) {
      gateway.fetchPiece(piece, file, Progress.none());
    }

    assertThat(file).hasBinaryContent(data);
    assertThat(first.takeRequest().getTarget()).isEqualTo("/piece/" + piece);
    assertOnly(file);
  }

  @Test
  void leavesNoFileOfAPieceWithOtherBytes() throws IOException {
    byte[] flipped = data.clone();
    flipped[300_000] ^= 1;
    first.enqueue(ok(flipped));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.fetchPiece(piece, dir.resolve("p"), Progress.none()))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContainingAll(piece.toString(), host(first));
    }
    assertOnly();
  }

  @Test
  void refusesAPieceOfAnotherLength() throws IOException {
    first.enqueue(ok(Arrays.copyOf(data, data.length + 1)));
    first.enqueue(ok(Arrays.copyOf(data, data.length - 1)));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> gateway.fetchPiece(piece, dir.resolve("p"), Progress.none()))
            .isInstanceOf(RemoteException.class)
            .hasMessageContaining("600000 bytes");
      }
    }
    assertOnly();
  }

  @Test
  void goesOnToTheNextPeer() {
    first.enqueue(ok(new byte[600_000]));
    second.enqueue(ok(data));

    try (var gateway = TrustlessGateway.of(uri(first), uri(second))) {
      gateway.fetchPiece(piece, dir.resolve("p"), Progress.none());
    }
    assertThat(dir.resolve("p")).hasBinaryContent(data);
  }

  @Test
  void replacesNothing() throws IOException {
    Path file = Files.writeString(dir.resolve("p"), "mine");

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.fetchPiece(piece, file, Progress.none()))
          .isInstanceOf(ConflictException.class);
    }
    assertThat(file).hasContent("mine");
    assertThat(first.getRequestCount()).isZero();
  }

  @Test
  void saysThatNobodyHasIt() throws IOException {
    first.enqueue(status(404));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.fetchPiece(piece, dir.resolve("p"), Progress.none()))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining(piece.toString());
    }
    assertOnly();
  }

  private void assertOnly(Path... expected) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).containsExactly(expected);
    }
  }
}
