package dev.carrack.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.provenance.Anchor;
import dev.carrack.core.provenance.Anchored;
import dev.carrack.core.provenance.Batch;
import dev.carrack.core.provenance.Ed25519Scheme;
import dev.carrack.core.provenance.Ed25519Signer;
import dev.carrack.core.provenance.Envelope;
import dev.carrack.core.provenance.MerkleTree;
import dev.carrack.core.provenance.ProvenanceLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bytes of a small lake, as the version before 0.1.0 wrote them: packs, commit log, artifacts
 * with versions and tags, and the log of signed statements with its anchor. They must open for
 * ever, so the file is never made again. The root of the log was computed from its bytes by other
 * code (Python's hashlib, RFC 6962), the CID by npm multiformats 14.0.5.
 */
class LakeFormatV1Test {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final Ed25519Signer SIGNER = Ed25519Signer.ofSeed(new byte[32]);
  private static final String LEDGER = "eip155:31337:0x00000000000000000000000000000000000000Aa";

  @TempDir Path lake;

  @Test
  void aLakeOfThatTimeOpens() throws Exception {
    try (InputStream in = LakeFormatV1Test.class.getResourceAsStream("lake-v1.txt")) {
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        String[] parts = line.split(" ");
        Path file = lake.resolve(parts[0]);
        Files.createDirectories(file.getParent());
        Files.write(file, HexFormat.of().parseHex(parts[1]));
      }
    }

    holdsWhatWasWritten();
  }

  @Test
  void aLakeWrittenNowHoldsTheSame() throws Exception {
    write();

    holdsWhatWasWritten();
  }

  private void write() {
    ArtifactsOptions options =
        ArtifactsOptions.defaults().withClock(Clock.fixed(TIME, ZoneOffset.UTC));
    try (Artifacts artifacts = Artifacts.open(lake, options)) {
      Version first =
          artifacts.put(
              Artifact.dataset("reviews").bytes("reviews.csv", "stars\n".getBytes(UTF_8)));
      artifacts.put(
          Artifact.dataset("reviews")
              .bytes("reviews.csv", "stars\n5\n".getBytes(UTF_8))
              .derivedFrom(first)
              .meta("rows", "1")
              .tagged("golden"));
      artifacts.put(Artifact.model("Ω").bytes("w", new byte[2_000]).input(first));
    }
    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      log.append(entry(0));
      log.append(entry(1));
      Batch batch = log.pending().orElseThrow();
      log.anchored(
          batch,
          new Anchor(
              LEDGER, batch.root(), batch.cid(), 7, TIME, "0x01", "did:pkh:eip155:31337:0xbb"));
      log.append(entry(2));
    }
  }

  private static Envelope entry(int number) {
    return Envelope.sign("text/plain", ("entry " + number).getBytes(UTF_8), SIGNER);
  }

  private void holdsWhatWasWritten() throws IOException {
    try (Artifacts artifacts = Artifacts.open(lake)) {
      assertThat(artifacts.verify().findings()).isEmpty();
      assertThat(content(artifacts, "reviews@1")).isEqualTo("stars\n");
      assertThat(content(artifacts, "reviews@golden")).isEqualTo("stars\n5\n");
      Version second = artifacts.version("reviews@2");
      assertThat(second.createdAt()).isEqualTo(TIME);
      assertThat(second.tags()).containsExactly("golden");
      assertThat(second.root())
          .hasToString("bafkreihpwca66fged4rjnajkfpn2z7lieg3ftrwcyrku3eaumzvpzrquam");
      assertThat(artifacts.list())
          .extracting(Version::ref)
          .containsExactly("reviews@1", "reviews@2", "Ω@1");
      assertThat(content(artifacts, "Ω")).hasSize(2_000);
      artifacts.put(Artifact.log("later").bytes("x", new byte[1]));
    }
    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      assertThat(log.size()).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        assertThat(log.entry(i)).isEqualTo(entry(i));
        assertThat(log.entry(i).verify(List.of(new Ed25519Scheme()))).contains(SIGNER.keyId());
        assertThat(log.inclusion(i, 3).proves(MerkleTree.leafHash(entry(i).bytes()), log.root(3)))
            .isTrue();
      }
      assertThat(log.root(3))
          .hasToString("fb23c219b2939871bcf493750246552cc3d474deccb3a82732497066b10be4df");
      assertThat(log.anchored()).extracting(Anchored::size).containsExactly(2L);
      assertThat(log.anchored().get(0).anchor().root()).isEqualTo(log.root(2));
      assertThat(log.pending().orElseThrow().first()).isEqualTo(2);
    }
  }

  private static String content(Artifacts artifacts, String ref) throws IOException {
    try (InputStream in = artifacts.open(ref)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
