package dev.carrack.quickstart;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.provenance.Anchor;
import dev.carrack.core.provenance.ArtifactVersion;
import dev.carrack.core.provenance.Attestation;
import dev.carrack.core.provenance.Batch;
import dev.carrack.core.provenance.Code;
import dev.carrack.core.provenance.Envelope;
import dev.carrack.core.provenance.Proof;
import dev.carrack.core.provenance.ProvenanceLog;
import dev.carrack.core.unixfs.UnixFsImporter;
import dev.carrack.fvm.Wallet;
import dev.carrack.storage.Version;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Signs what was made from what, and has it anchored where there is a chain. */
final class Notary {

  private final Path directory;
  private final Optional<Chain> chain;
  private final Wallet author;
  private final Optional<Code> code = ownCode();

  Notary(Path directory, Optional<Chain> chain) {
    this.directory = directory;
    this.chain = chain;
    this.author = chain.map(Chain::wallet).orElseGet(Wallet::generate);
  }

  /** Appends a signed statement about one version to the log. */
  void attest(Version made, List<Version> from, Node configuration, List<Cid> receipts) {
    Attestation said =
        Attestation.of(
                new ArtifactVersion(
                    made.name(), made.kind().name(), made.number(), made.root(), made.manifest()),
                author.keyId(),
                Instant.now())
            .withConfiguration(configuration);
    said = code.map(said::withCode).orElse(said);
    for (Version input : from) {
      said = said.withInput(input.ref(), input.root());
    }
    for (Cid receipt : receipts) {
      said = said.withReceipt(receipt);
    }
    try (ProvenanceLog log = ProvenanceLog.open(directory)) {
      log.append(Envelope.sign(said.statement(), author));
    }
  }

  /** Anchors the log so far and writes the proof for a root. */
  Path prove(Cid root, BlockSource receipts, Story story) {
    Path file = directory.resolve("proof.json");
    try (ProvenanceLog log = ProvenanceLog.open(directory)) {
      story.fact("signer", author.keyId());
      story.fact("log", "%d statements, root %s".formatted(log.size(), log.root(log.size())));
      chain.ifPresent(there -> anchor(log, there, story));
      Proof proof = Proof.of(log, root, receipts, author);
      proof.write(file);
      story.fact("proof", file.getFileName() + ", a " + proof);
    }
    return file;
  }

  private static void anchor(ProvenanceLog log, Chain chain, Story story) {
    Batch batch = log.pending().orElseThrow();
    Anchor anchor = chain.ledger().anchor(batch.root(), batch.cid());
    log.anchored(batch, anchor);
    story.fact("anchored", "in block %d of %s".formatted(anchor.height(), anchor.ledger()));
    story.fact("transaction", anchor.transaction());
  }

  /** This program's jar by its CID, where it runs from one. */
  private static Optional<Code> ownCode() {
    try {
      Path jar = Path.of(Notary.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(jar)
          ? Optional.of(Code.of(UnixFsImporter.into(block -> {}).file(jar).cid()))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
