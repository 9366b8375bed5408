package dev.carrack.core.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.ipld.Node;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model trained on data that a function cleaned, all attested in a log: what proofs are about.
 */
final class ProofWorld {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  final Ed25519Signer author = Ed25519Signer.generate();
  final Ed25519Signer executor = Ed25519Signer.generate();
  final MemoryLedger ledger = new MemoryLedger();
  final Cid raw = content("raw table");
  final Cid function = content("function");
  final Cid cleaned = content("clean table");
  final Cid model = content("weights");
  MemoryBlockStore receiptStore = new MemoryBlockStore();
  @Nullable Cid lost;
  @Nullable Cid corrupt;

  private final Path lake;
  private final Envelope receipt = receipt(raw, cleaned);

  ProofWorld(Path lake) {
    this.lake = lake;
    receiptStore.put(Block.of(Codec.RAW, receipt.bytes()));
    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      log.append(Envelope.sign("text/plain", "not a statement".getBytes(UTF_8), author));
      log.append(sign(about("raw", "dataset", raw)));
      log.append(sign(about("other", "dataset", content("other"))));
      log.append(
          sign(
              about("clean", "dataset", cleaned).withInput("raw", raw).withReceipt(receipt.cid())));
      log.append(sign(modelStatement()));
    }
  }

  private static Cid content(String text) {
    return Cid.of(Codec.RAW, text.getBytes(UTF_8));
  }

  private Attestation about(String name, String kind, Cid root) {
    return Attestation.of(
        new ArtifactVersion(name, kind, 1, root, content("manifest of " + name)),
        author.keyId(),
        NOON);
  }

  private Attestation modelStatement() {
    return about("llm", "model", model)
        .withInput("clean", cleaned)
        .withConfiguration(Node.map().put("epochs", 3).build());
  }

  private Envelope sign(Attestation attestation) {
    return Envelope.sign(attestation.statement(), author);
  }

  private Envelope receipt(Cid input, Cid output) {
    Receipt made =
        new Receipt(
            function,
            input,
            Node.map().build(),
            output,
            11,
            "carrack/buffer/1",
            "test",
            Node.map().build(),
            executor.keyId(),
            NOON,
            NOON);
    return Envelope.sign(made.statement(), executor);
  }

  /** Finds everything there is but what is lost, and finds what is corrupt to be so. */
  long content(Cid root) {
    if (root.equals(lost)) {
      throw new NotFoundException("no content " + root, "ask another node");
    }
    if (root.equals(corrupt)) {
      throw new IntegrityException("content " + root + " is corrupt", "ask another node");
    }
    return 11;
  }

  Verifier verifier() {
    return Verifier.of(new Ed25519Scheme()).withLedgers(ledger::open).withContent(this::content);
  }

  Proof localProof() {
    return proofOf(model);
  }

  Proof proofOf(Cid root) {
    return Proof.of(ProvenanceLog.read(lake), root, receiptStore, author);
  }

  Proof anchoredProof() {
    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      Optional<Batch> batch = log.pending();
      batch.ifPresent(b -> log.anchored(b, ledger.anchor(b.root(), b.cid())));
    }
    return proofOf(model);
  }

  /** As the model's proof, but with a statement that has nothing to do with it. */
  Proof proofWithStrangeStatement() {
    Proof proof = anchoredProof();
    Proof strange = proofOf(content("other"));
    return new Proof(
        List.of(proof.entries().get(0), strange.entries().get(0)),
        List.of(),
        proof.checkpoint(),
        proof.anchor());
  }

  /** A model statement that names a receipt for the making of something else. */
  Proof proofWithStrangeReceipt() {
    Envelope strange = receipt(raw, content("other"));
    receiptStore.put(Block.of(Codec.RAW, strange.bytes()));
    return proofWith(sign(modelStatement().withReceipt(strange.cid())));
  }

  /** A proof with one receipt more than its statements name. */
  Proof proofWithUnnamedReceipt() {
    Proof proof = anchoredProof();
    Envelope unnamed = receipt(content("other"), cleaned);
    return new Proof(
        proof.entries(),
        List.of(proof.receipts().get(0), new Proof.Attachment(unnamed.cid(), unnamed.bytes())),
        proof.checkpoint(),
        proof.anchor());
  }

  /** The author's words under somebody else's signature. */
  Proof proofSignedByAnother() {
    return proofWith(Envelope.sign(modelStatement().statement(), executor));
  }

  private Proof proofWith(Envelope statement) {
    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      log.append(statement);
    }
    return anchoredProof();
  }
}
