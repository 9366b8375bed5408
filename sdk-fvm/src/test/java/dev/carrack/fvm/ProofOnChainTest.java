package dev.carrack.fvm;

import static dev.carrack.fvm.Samples.cid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Cid;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.provenance.ArtifactVersion;
import dev.carrack.core.provenance.Attestation;
import dev.carrack.core.provenance.Batch;
import dev.carrack.core.provenance.Envelope;
import dev.carrack.core.provenance.Proof;
import dev.carrack.core.provenance.ProvenanceLog;
import dev.carrack.core.provenance.Verdict;
import dev.carrack.core.provenance.Verifier;
import dev.carrack.testing.Needs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: an Ethereum key signs, a contract anchors, a stranger checks with a URL. */
@Needs("anvil")
class ProofOnChainTest {

  private static final Cid ROOT = cid("weights");

  @TempDir Path lake;

  @Test
  void verifiesWithTheProofFileAndAnRpcUrl() {
    Wallet author = TestChain.wallet(0);
    Path file = lake.resolve("llm.proof.json");
    prove(author, TestChain.ledger()).write(file);

    Verdict verdict = Proof.read(file).check(ROOT, stranger());

    assertThat(verdict.onChain()).as(verdict.explain()).isTrue();
    assertThat(verdict.status()).isEqualTo(Verdict.Status.VERIFIED);
    assertThat(verdict.toString()).contains(author.keyId()).contains(TestChain.ledger().id());
  }

  @Test
  void namesTheAnchorWhenTheChainForgotIt() {
    Proof proof;
    try (var chain = dev.carrack.fvm.dev.DevChain.start();
        EvmLedger ledger = EvmLedger.deploy(chain.network(), chain.wallets().get(0))) {
      proof = prove(chain.wallets().get(0), ledger);
    }
    try (EvmLedger forgetful =
        EvmLedger.deploy(TestChain.network(), TestChain.wallet(6), TestChain.PATIENCE)) {
      Verifier misled =
          Verifier.of(new EthereumSignatures())
              .withLedgers(id -> EvmLedger.reader(TestChain.network().rpc(), forgetful.id()));

      assertThat(proof.check(ROOT, misled).failed().orElseThrow().part())
          .isEqualTo(Verdict.Part.ANCHOR);
      assertThat(proof.check(ROOT, misled).verified()).isFalse();
    }
  }

  private Proof prove(Wallet author, EvmLedger ledger) {
    try (ProvenanceLog log = ProvenanceLog.open(lake)) {
      Attestation attestation =
          Attestation.of(
              new ArtifactVersion("llm", "model", 1, ROOT, cid("manifest " + lake)),
              author.keyId(),
              Instant.parse("2026-01-31T12:00:00Z"));
      log.append(Envelope.sign(attestation.statement(), author));
      Optional<Batch> batch = log.pending();
      log.anchored(
          batch.orElseThrow(),
          ledger.anchor(batch.orElseThrow().root(), batch.orElseThrow().cid()));
    }
    return Proof.of(ProvenanceLog.read(lake), ROOT, new MemoryBlockStore(), author);
  }

  private static Verifier stranger() {
    return Verifier.of(new EthereumSignatures())
        .withLedgers(id -> EvmLedger.reader(TestChain.network().rpc(), id));
  }
}
