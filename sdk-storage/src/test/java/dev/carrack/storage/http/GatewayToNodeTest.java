package dev.carrack.storage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.BlockSink;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.car.CarReader;
import dev.carrack.core.unixfs.UnixFs;
import dev.carrack.storage.Artifact;
import dev.carrack.storage.Artifacts;
import dev.carrack.storage.Version;
import dev.carrack.storage.node.EmbeddedNode;
import dev.carrack.storage.node.NodeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against the real node over a real store. */
@Timeout(60)
class GatewayToNodeTest {

  @TempDir Path dir;
  private Artifacts here;
  private Artifacts there;
  private EmbeddedNode node;
  private TrustlessGateway gateway;

  @BeforeEach
  void start() {
    here = Artifacts.open(dir.resolve("here"));
    there = Artifacts.open(dir.resolve("there"));
    node = EmbeddedNode.start(NodeOptions.serving(there.blocks()).withPieces(there.pieces()));
    gateway = TrustlessGateway.of(node.uri());
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
    there.close();
    here.close();
  }

  @Test
  void aVersionMovesToAnotherStoreWithItsName() throws IOException {
    Version there1 = there.put(Artifact.dataset("reviews").directory(tree()));

    Version here1 = here.put(Artifact.dataset("reviews").dag(sink -> fetch(there1.root(), sink)));

    assertThat(here1.root()).isEqualTo(there1.root());
    assertThat(here1.totalBytes()).isEqualTo(there1.totalBytes());
    assertThat(bytes(here, "reviews", "sub/big")).isEqualTo(random(3 << 20));
    assertThat(here.verify().findings()).isEmpty();
    assertThat(gateway.bytesReceived())
        .isGreaterThan(there1.totalBytes())
        .isLessThan(there1.totalBytes() + 10_000);
  }

  @Test
  void aManifestBringsItsContent() throws IOException {
    Version version = there.put(Artifact.dataset("reviews").directory(tree()));

    Cid manifest = here.add(sink -> fetch(version.manifest(), sink), Progress.none());

    assertThat(bytes(here, manifest.toString(), "a.txt")).isEqualTo("a".getBytes());
  }

  @Test
  void aFileIsReadStraightFromThePeer() throws IOException {
    Version version = there.put(Artifact.dataset("big").bytes("big", random(3 << 20)));

    try (InputStream in = UnixFs.open(gateway, version.root(), 2 << 20, 10)) {
      assertThat(in.readAllBytes()).hasSize(10);
    }
    assertThat(gateway.bytesReceived()).isLessThan((1 << 20) + 1000);
  }

  @Test
  void aPieceMovesAsAFileThatHoldsTheArtifact() {
    Version version = there.put(Artifact.dataset("big").bytes("big", random(3 << 20)));
    Path car = dir.resolve("piece.car");

    gateway.fetchPiece(version.pieces().get(0), car, Progress.none());
    Cid root =
        here.add(
            sink -> {
              try (var reader = CarReader.read(car)) {
                for (var block = reader.next(); block.isPresent(); block = reader.next()) {
                  sink.put(block.get());
                }
                return reader.roots().get(0);
              }
            },
            Progress.none());

    assertThat(root).isEqualTo(version.manifest());
    assertThat(here.verify(root.toString()).ok()).isTrue();
  }

  @Test
  void whatThePeerLacksIsNamed() throws IOException {
    Version version = there.put(Artifact.dataset("reviews").directory(tree()));
    Cid other = here.add(Files.writeString(dir.resolve("x"), "only here"));

    assertThat(gateway.get(other)).isEmpty();
    assertThat(gateway.has(version.root())).isTrue();
    assertThatThrownBy(() -> gateway.fetch(other, block -> {}))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(other.toString());
  }

  @Test
  void aDamagedPeerCannotPassItsDamageOn() throws IOException {
    Version version = there.put(Artifact.dataset("big").bytes("big", random(3 << 20)));
    there.close();
    try (Stream<Path> packs = Files.list(dir.resolve("there/packs"))) {
      Path pack = packs.findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(pack);
      bytes[1_500_000] ^= 1;
      Files.write(pack, bytes);
    }
    there = Artifacts.open(dir.resolve("there"));
    node.close();
    node = EmbeddedNode.start(NodeOptions.serving(there.blocks()));
    gateway.close();
    gateway = TrustlessGateway.of(node.uri());

    assertThatThrownBy(
            () -> here.put(Artifact.dataset("big").dag(sink -> fetch(version.root(), sink))))
        .isInstanceOf(CarrackException.class)
        .hasMessageContaining("127.0.0.1");
    assertThat(here.list()).isEmpty();
    assertThat(here.verify().ok()).isTrue();
  }

  private Cid fetch(Cid root, BlockSink sink) {
    gateway.fetch(root, sink);
    return root;
  }

  private Path tree() throws IOException {
    Path tree = Files.createDirectories(dir.resolve("tree/sub")).getParent();
    Files.writeString(tree.resolve("a.txt"), "a");
    Files.write(tree.resolve("sub/big"), random(3 << 20));
    return tree;
  }

  private static byte[] bytes(Artifacts store, String ref, String path) throws IOException {
    try (InputStream in = store.open(ref, path)) {
      return in.readAllBytes();
    }
  }

  private static byte[] random(int length) {
    byte[] data = new byte[length];
    new Random(5).nextBytes(data);
    return data;
  }
}
