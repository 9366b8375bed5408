package dev.carrack.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import dev.carrack.core.pack.PackOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostileContentTest {

  @TempDir Path dir;

  @Test
  void aManifestThatNobodyCouldReadIsRefusedBeforeItHidesTheOthers() throws IOException {
    Path file = Files.writeString(dir.resolve("f"), "hello");
    try (Artifacts artifacts = Artifacts.open(dir.resolve("store"))) {
      artifacts.put(Artifact.dataset("good").file(file));

      assertThatThrownBy(
              () ->
                  artifacts.put(
                      Artifact.dataset("big").file(file).meta("notes", "x".repeat(3 << 20))))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("big@1");

      assertThat(artifacts.list()).extracting(Version::ref).containsExactly("good@1");
      assertThat(artifacts.put(Artifact.dataset("big").file(file)).ref()).isEqualTo("big@1");
    }
  }

  @Test
  void aVersionWhoseManifestIsDamagedCanBeRemoved() throws IOException {
    Path store = dir.resolve("store");
    PackOptions onePackEach = PackOptions.defaults().withPackBlocks(1);
    ArtifactsOptions options = ArtifactsOptions.defaults().withPacks(onePackEach);
    Path file = Files.writeString(dir.resolve("f"), "hello");
    try (Artifacts artifacts = Artifacts.open(store, options)) {
      Version good = artifacts.put(Artifact.dataset("good").file(file));
      Version bad = artifacts.put(Artifact.dataset("bad").bytes("b", new byte[9]).tagged("prod"));
      damage(store, bad.document().encode());
      assertThatThrownBy(artifacts::list).isInstanceOf(CarrackException.class);
      assertThatThrownBy(() -> artifacts.versions("bad")).isInstanceOf(CarrackException.class);
      List<UnreadableVersion> unreadable = new ArrayList<>();
      assertThat(artifacts.list(unreadable::add))
          .extracting(Version::ref)
          .containsExactly("good@1");
      assertThat(artifacts.versions("bad", unreadable::add)).isEmpty();
      assertThat(unreadable)
          .hasSize(2)
          .allSatisfy(
              one -> {
                assertThat(one.ref()).isEqualTo("bad@1");
                assertThat(one.manifest()).isEqualTo(bad.manifest());
                assertThat(one).asString().startsWith("bad@1: ").contains(one.error().getMessage());
              });
      assertThat(artifacts.version(good.root().toString()).ref()).isEqualTo("good@1");
      assertThatThrownBy(() -> artifacts.version(bad.root().toString()))
          .isInstanceOf(IntegrityException.class);

      artifacts.remove("bad@1");

      assertThat(artifacts.list()).extracting(Version::ref).containsExactly("good@1");
      assertThat(artifacts.tags("bad")).isEmpty();
      artifacts.gc();
      assertThat(artifacts.verify().findings()).isEmpty();
    }
  }

  private static void damage(Path store, byte[] wanted) throws IOException {
    String needle = new String(wanted, StandardCharsets.ISO_8859_1);
    try (var packs = Files.list(store.resolve("packs"))) {
      for (Path pack : packs.toList()) {
        byte[] bytes = Files.readAllBytes(pack);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(needle);
        if (at >= 0) {
          bytes[at + 10] ^= 1;
          Files.write(pack, bytes);
        }
      }
    }
  }

  @Test
  void aGraphOfMorePathsThanAnybodyCanWalkIsStoredAtOnce() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(Block.of(Codec.RAW, new byte[3]));
    for (int level = 0; level < 70; level++) {
      Cid below = blocks.get(level).cid();
      blocks.add(
          Block.of(
              Codec.DAG_PB,
              DagPb.encode(
                  PbNode.of(
                      List.of(PbLink.of(below, "a", 1), PbLink.of(below, "b", 1)),
                      new byte[] {8, 1}))));
    }
    Cid root = blocks.get(70).cid();
    try (Artifacts artifacts = Artifacts.open(dir.resolve("store"))) {
      artifacts.add(
          sink -> {
            blocks.forEach(sink::put);
            return root;
          },
          Progress.none());

      Version small = artifacts.put(Artifact.dataset("small").existing(blocks.get(4).cid()));
      Version vast = artifacts.put(Artifact.dataset("vast").existing(root));

      assertThat(small.totalBytes()).isEqualTo(3 << 4);
      assertThat(vast.totalBytes()).isEqualTo(Long.MAX_VALUE);
      assertThat(artifacts.verify().findings()).isEmpty();
    }
  }

  @Test
  void aStoreDoesNotSwallowItsOwnPacks() {
    Path store = dir.resolve("store");
    try (Artifacts artifacts = Artifacts.open(store)) {
      artifacts.put(Artifact.dataset("a").bytes("a", new byte[1000]));

      assertThatThrownBy(
              () -> artifacts.put(Artifact.dataset("self").directory(store.resolve("packs"))))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("part of the store");
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aDeviceThatNeverEndsIsNoFile() {
    try (Artifacts artifacts = Artifacts.open(dir.resolve("store"))) {
      assertThatThrownBy(() -> artifacts.put(Artifact.dataset("zero").file(Path.of("/dev/zero"))))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("no regular file");
    }
  }
}
