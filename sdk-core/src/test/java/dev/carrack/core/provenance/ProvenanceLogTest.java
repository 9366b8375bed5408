package dev.carrack.core.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.LockedException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceLogTest {

  private static final Ed25519Signer SIGNER = Ed25519Signer.generate();
  private static final List<SignatureScheme> SCHEMES = List.of(new Ed25519Scheme());

  @TempDir Path lake;

  private static Envelope envelope(int number) {
    return Envelope.sign("text/plain", ("entry " + number).getBytes(UTF_8), SIGNER);
  }

  private void append(int from, int to) {
    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      for (int i = from; i < to; i++) {
        assertThat(log.append(envelope(i))).isEqualTo(i);
      }
    }
  }

  @Test
  void keepsEntriesAndRootsAcrossReopening() {
    append(0, 5);
    append(5, 9);

    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      assertThat(log.size()).isEqualTo(9);
      List<Digest> leaves = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        Envelope entry = log.entry(i);
        assertThat(entry).isEqualTo(envelope(i));
        leaves.add(MerkleTree.leafHash(entry.bytes()));
      }
      for (int size = 1; size <= 9; size++) {
        assertThat(log.root(size)).isEqualTo(NaiveTree.root(leaves.subList(0, size)));
      }
      assertThat(log.inclusion(3, 7).proves(leaves.get(3), log.root(7))).isTrue();
      assertThat(log.consistency(5, 9).proves(log.root(5), log.root(9))).isTrue();
    }
  }

  @Test
  void canBeReadWhileItIsWritten() {
    try (ProvenanceLog writer = ProvenanceLog.open(lake)) {
      writer.append(envelope(0));
      ProvenanceLog reader = ProvenanceLog.read(lake);
      writer.append(envelope(1));

      assertThat(reader.size()).isEqualTo(1);
      List<Long> seen = new ArrayList<>();
      reader.forEach((index, entry) -> seen.add(index));
      assertThat(seen).containsExactly(0L);
      assertThatThrownBy(() -> reader.append(envelope(2)))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> ProvenanceLog.open(lake)).isInstanceOf(LockedException.class);
    }
    assertThat(ProvenanceLog.read(lake).size()).isEqualTo(2);
    assertThat(ProvenanceLog.read(lake.resolve("nothing")).size()).isZero();
  }

  @Test
  void losesNothingAcknowledgedWhenTheLastWriteIsTorn() throws IOException {
    append(0, 3);
    Path file = lake.resolve("provenance/log");
    long whole = Files.size(file);
    append(3, 4);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(whole + 20);
    }

    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      assertThat(log.size()).isEqualTo(3);
      assertThat(log.append(envelope(3))).isEqualTo(3);
      assertThat(log.entry(3)).isEqualTo(envelope(3));
    }
  }

  @Test
  void namesTheFileWhenAnyByteOfItIsFlipped() throws IOException {
    append(0, 3);
    Path file = lake.resolve("provenance/log");
    byte[] good = Files.readAllBytes(file);
    Digest root = ProvenanceLog.read(lake).root(3);

    for (int i = 0; i < good.length; i++) {
      byte[] bent = good.clone();
      bent[i] ^= 0x10;
      Files.write(file, bent);
      try {
        // Bytes that carry nothing (the mark behind the last record) may change; entries may not.
        assertThat(ProvenanceLog.read(lake).root(3)).as("byte %d", i).isEqualTo(root);
      } catch (IntegrityException e) {
        assertThat(e).hasMessageContaining(file.toString());
      } catch (UnsupportedVersionException e) {
        assertThat(i).isBetween(16, 31);
      }
    }
  }

  @Test
  void refusesALogThatIsNotTheAnchoredOneAnyMore() throws IOException {
    append(0, 3);
    MemoryLedger ledger = new MemoryLedger();
    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      Batch batch = log.pending().orElseThrow();
      log.anchored(batch, ledger.anchor(batch.root(), batch.cid()));
    }
    Files.delete(lake.resolve("provenance/log"));
    assertThatThrownBy(() -> ProvenanceLog.read(lake)).isInstanceOf(IntegrityException.class);
    rewrite(1, 4);

    assertThatThrownBy(() -> ProvenanceLog.open(lake))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("anchored");
    assertThatThrownBy(() -> ProvenanceLog.read(lake)).isInstanceOf(IntegrityException.class);
  }

  /** Writes a log elsewhere and moves it in, as somebody who rewrites history would. */
  private void rewrite(int from, int to) throws IOException {
    Path elsewhere = Files.createDirectory(lake.resolve("elsewhere"));
    try (ProvenanceLog log = ProvenanceLog.open(elsewhere)) {
      for (int i = from; i < to; i++) {
        log.append(envelope(i));
      }
    }
    Files.move(elsewhere.resolve("provenance/log"), lake.resolve("provenance/log"));
  }

  @Test
  void batchesWhatNoAnchorCoversAndRemembersAnchors() {
    MemoryLedger ledger = new MemoryLedger();
    append(0, 3);
    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      Batch batch = log.pending().orElseThrow();
      log.anchored(batch, ledger.anchor(batch.root(), batch.cid()));
      assertThat(log.pending()).isEmpty();
    }
    append(3, 8);

    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      assertThat(log.anchored()).hasSize(1);
      assertThat(log.anchored().get(0).size()).isEqualTo(3);
      Batch batch = log.pending().orElseThrow();
      assertThat(batch.first()).isEqualTo(3);
      assertThat(batch.count()).isEqualTo(5);
      assertThat(batch.root()).isEqualTo(log.root(8));
      Anchor anchor = ledger.anchor(batch.root(), batch.cid());
      Anchor other = ledger.anchor(log.root(7), batch.cid());
      assertThatThrownBy(() -> log.anchored(batch, other))
          .isInstanceOf(IllegalArgumentException.class);
      log.anchored(batch, anchor);
      assertThat(log.anchored()).last().isEqualTo(new Anchored(8, anchor));
    }
  }

  @Test
  void aBatchLetsAStrangerComputeTheRootAgain() {
    append(0, 11);
    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      Batch first = log.pending().orElseThrow();
      log.anchored(first, new MemoryLedger().anchor(first.root(), first.cid()));
      log.append(envelope(11));
      Batch batch = log.pending().orElseThrow();

      Batch read = Batch.decode(batch.block().bytes());

      assertThat(read).isEqualTo(batch).hasSameHashCodeAs(batch);
      assertThat(read.root()).isEqualTo(log.root(12));
      assertThat(read.cid()).isEqualTo(Cid.of(batch.cid().codec(), batch.block().bytes()));
      assertThat(read.size()).isEqualTo(12);
    }
  }

  @Test
  void aBatchNeverKeepsItsRootWithAByteChanged() {
    Batch batch = Batch.of(3, MerkleTreeTest.leaves(2), MerkleTreeTest.leaves(3));
    byte[] good = batch.block().bytes();

    for (int i = 0; i < good.length; i++) {
      byte[] bent = good.clone();
      bent[i] ^= 1;
      try {
        Batch read = Batch.decode(bent);
        assertThat(read.cid()).isNotEqualTo(batch.cid());
        assertThat(read.root().equals(batch.root()) && read.first() == batch.first())
            .as("byte %d", i)
            .isFalse();
      } catch (MalformedException | UnsupportedVersionException expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void rejectsWhatIsNoBatch() {
    Node.MapBuilder good =
        Node.map()
            .put("version", 1)
            .put("first", 0)
            .put("frontier", Node.of(new byte[0]))
            .put("leaves", Node.of(new byte[32]));
    assertThat(Batch.decode(DagCbor.encode(good.build())).count()).isEqualTo(1);

    for (Node bad :
        List.of(
            Node.of(1),
            Node.map().put("version", 1).build(),
            with("version", Node.of(-1)),
            with("first", Node.of(1)),
            with("frontier", Node.of(new byte[32])),
            with("leaves", Node.of(new byte[0])),
            with("leaves", Node.of(new byte[33])),
            with("leaves", Node.of("text")),
            with("more", Node.of(1)))) {
      assertThatThrownBy(() -> Batch.decode(DagCbor.encode(bad)))
          .isInstanceOf(MalformedException.class);
    }
    assertThatThrownBy(() -> Batch.decode(DagCbor.encode(with("version", Node.of(2)))))
        .isInstanceOf(UnsupportedVersionException.class);
    assertThatThrownBy(() -> Batch.decode(new byte[Block.MAX_SIZE + 1]))
        .isInstanceOf(LimitException.class);
  }

  private static Node with(String key, Node value) {
    return Node.map()
        .put("version", 1)
        .put("first", 0)
        .put("frontier", Node.of(new byte[0]))
        .put("leaves", Node.of(new byte[32]))
        .put(key, value)
        .build();
  }

  @Test
  void theLargestBatchFitsABlock() {
    Batch batch = Batch.of(Integer.MAX_VALUE, leaves(31), leaves(Batch.MAX_ENTRIES));

    assertThat(batch.block().size()).isLessThanOrEqualTo(Block.MAX_SIZE);
    assertThatThrownBy(() -> Batch.of(0, List.of(), leaves(Batch.MAX_ENTRIES + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Digest> leaves(int count) {
    return Collections.nCopies(count, MerkleTree.EMPTY_ROOT);
  }

  @Test
  void aCheckpointHoldsOnlyUnderItsKeepersSignature() {
    append(0, 4);
    ProvenanceLog log = ProvenanceLog.read(lake);

    Envelope signed = Checkpoint.sign(log, 3, SIGNER);

    assertThat(Checkpoint.verified(Envelope.decode(signed.bytes()), SCHEMES))
        .isEqualTo(new Checkpoint(SIGNER.keyId(), 3, log.root(3)));
    Envelope stolen =
        Envelope.sign(Checkpoint.PAYLOAD_TYPE, signed.payload(), Ed25519Signer.generate());
    assertThatThrownBy(() -> Checkpoint.verified(stolen, SCHEMES))
        .isInstanceOf(IntegrityException.class);
    Envelope otherType = Envelope.sign("text/plain", signed.payload(), SIGNER);
    assertThatThrownBy(() -> Checkpoint.verified(otherType, SCHEMES))
        .isInstanceOf(MalformedException.class);
  }
}
