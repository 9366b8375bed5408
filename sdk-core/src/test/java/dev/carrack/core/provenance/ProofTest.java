package dev.carrack.core.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.StorageException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.provenance.Verdict.Outcome;
import dev.carrack.core.provenance.Verdict.Part;
import dev.carrack.core.provenance.Verdict.Status;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProofTest {

  @TempDir Path lake;
  private ProofWorld world;

  @BeforeEach
  void attestAModel() {
    world = new ProofWorld(lake);
  }

  @Test
  void verifiesAModelBackToItsSourceOnTheLedger() {
    Proof proof = world.anchoredProof();

    Verdict verdict = Proof.decode(proof.bytes()).check(world.model, world.verifier());

    assertThat(verdict.status()).isEqualTo(Status.VERIFIED);
    assertThat(verdict.verified()).isTrue();
    assertThat(verdict.onChain()).isTrue();
    assertThat(verdict.failed()).isEmpty();
    assertThat(verdict.checks())
        .extracting(check -> check.part() + " " + check.outcome())
        .containsExactly(
            "statement PASSED",
            "receipt PASSED",
            "lineage PASSED",
            "log PASSED",
            "anchor PASSED",
            "model PASSED",
            "data PASSED",
            "data PASSED",
            "function PASSED");
    assertThat(verdict.toString())
        .startsWith("VERIFIED: llm@1 signed by " + world.author.keyId())
        .contains("anchored in block 7 of " + MemoryLedger.ID + " at 2026-02-01 00:00:00 UTC")
        .contains("not shown: that the work happened as its signers say")
        .contains("where 'raw@1'")
        .doesNotContain("\n");
    assertThat(verdict.explain()).endsWith("\nVERIFIED\n").contains("ok         anchor: anchored");
  }

  @Test
  void saysThatALocalProofIsNotOnChain() {
    Verdict verdict = world.localProof().check(world.model, world.verifier());

    assertThat(verdict.status()).isEqualTo(Status.VERIFIED_LOCALLY);
    assertThat(verdict.verified()).isTrue();
    assertThat(verdict.onChain()).isFalse();
    assertThat(verdict.toString()).startsWith("VERIFIED LOCALLY, NOT ON CHAIN: llm@1");
    assertThat(verdict.notShown()).anyMatch(line -> line.startsWith("when it was signed"));
  }

  @Test
  void neverVerifiesAClaimedAnchorWithoutAskingTheLedger() {
    Proof proof = world.anchoredProof();
    Verifier noLedger = Verifier.of(new Ed25519Scheme()).withContent(world::content);
    Verdict notAsked = proof.check(world.model, noLedger);
    world.ledger.unreachable = true;
    Verdict unreachable = proof.check(world.model, world.verifier());

    for (Verdict verdict : List.of(notAsked, unreachable)) {
      assertThat(verdict.status()).isEqualTo(Status.UNCHECKED);
      assertThat(verdict.verified()).isFalse();
      assertThat(verdict.onChain()).isFalse();
      assertThat(verdict.failed().orElseThrow().part()).isEqualTo(Part.ANCHOR);
      assertThat(verdict.toString()).startsWith("NOT VERIFIED: anchor: ");
    }
    assertThat(notAsked.toString()).contains("no chain was asked");
    assertThat(unreachable.toString()).contains("does not answer");
  }

  @Test
  void saysWhenContentWasNotFetched() {
    Verdict verdict =
        world
            .anchoredProof()
            .check(world.model, Verifier.of(new Ed25519Scheme()).withLedgers(world.ledger::open));

    assertThat(verdict.onChain()).isTrue();
    assertThat(verdict.checks())
        .last()
        .extracting(Verdict.Check::outcome)
        .isEqualTo(Outcome.NOT_ASKED);
    assertThat(verdict.notShown()).contains("that the content is still there to fetch");
  }

  @Test
  void namesTheContentThatIsMissingOrCorrupt() {
    Proof proof = world.anchoredProof();

    world.lost = world.model;
    assertThat(failed(proof, world.model)).isEqualTo("model");
    world.lost = world.raw;
    assertThat(failed(proof, world.model)).isEqualTo("data");
    world.lost = world.cleaned;
    assertThat(failed(proof, world.model)).isEqualTo("data");
    world.lost = world.function;
    assertThat(failed(proof, world.model)).isEqualTo("function");
    world.lost = null;
    world.corrupt = world.model;
    assertThat(failed(proof, world.model)).isEqualTo("model");
    world.corrupt = world.raw;
    assertThat(failed(proof, world.model)).isEqualTo("data");
  }

  @Test
  void isAboutOneRootOnly() {
    assertThat(failed(world.anchoredProof(), world.cleaned)).isEqualTo("statement");
  }

  @Test
  void namesTheAnchorWhenTheLedgerHasNoneOrIsAnother() {
    Proof proof = world.anchoredProof();
    Verifier empty = Verifier.of(new Ed25519Scheme()).withLedgers(id -> new MemoryLedger());

    Verdict verdict = proof.check(world.model, empty);

    assertThat(verdict.failed().orElseThrow().part()).isEqualTo(Part.ANCHOR);
    assertThat(verdict.toString()).contains("has no anchor of log root");
  }

  private String failed(Proof proof, Cid root) {
    Verdict verdict = proof.check(root, world.verifier());
    assertThat(verdict.verified()).isFalse();
    assertThat(verdict.toString()).startsWith("NOT VERIFIED: ");
    return verdict.failed().orElseThrow().part().toString();
  }

  @Test
  void closesTheLedgerItAsked() {
    List<String> events = new ArrayList<>();
    class Closing implements Ledger, AutoCloseable {
      @Override
      public String id() {
        return world.ledger.id();
      }

      @Override
      public Anchor anchor(Digest root, Cid batch) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Optional<Anchor> find(Digest root) {
        events.add("asked");
        return world.ledger.find(root);
      }

      @Override
      public void close() {
        events.add("closed");
      }
    }

    Verdict verdict =
        world
            .anchoredProof()
            .check(world.model, Verifier.of(new Ed25519Scheme()).withLedgers(id -> new Closing()));

    assertThat(verdict.onChain()).isTrue();
    assertThat(events).containsExactly("asked", "closed");
  }

  // The tamper matrix, first part: any byte of the file.
  @Test
  void neverVerifiesOnChainWithAnyByteOfTheFileChanged() {
    byte[] good = world.anchoredProof().bytes();
    int verdicts = 0;

    // Every 29th byte: each costs five signature checks, and every field has its own test below.
    for (int i = 0; i < good.length; i += 29) {
      byte[] bent = good.clone();
      bent[i] ^= (byte) (1 << (i % 7));
      try {
        Verdict verdict = Proof.decode(bent).check(world.model, world.verifier());
        assertThat(verdict.verified()).as("byte %d: %s", i, verdict).isFalse();
        verdicts++;
      } catch (MalformedException | UnsupportedVersionException | LimitException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThat(verdicts).isGreaterThan(good.length / 29 / 4);
  }

  // The tamper matrix, second part: each field by name, and what is named as wrong.
  static Stream<Arguments> fields() {
    return Stream.of(
        Arguments.of("entries/0/envelope/payload", "statement"),
        Arguments.of("entries/1/envelope/payload", "statement"),
        Arguments.of("entries/2/envelope/payload", "statement"),
        Arguments.of("entries/0/envelope/payloadType", "statement"),
        Arguments.of("entries/0/envelope/signatures/0/keyid", "statement"),
        Arguments.of("entries/2/envelope/signatures/0/sig", "statement"),
        Arguments.of("entries/0/index", "log"),
        Arguments.of("entries/1/index", "log"),
        Arguments.of("entries/0/path/0", "log"),
        Arguments.of("entries/2/path/1", "log"),
        Arguments.of("receipts/0/bytes", "receipt"),
        Arguments.of("receipts/0/cid", "receipt"),
        Arguments.of("checkpoint/payload", "log"),
        Arguments.of("checkpoint/payloadType", "log"),
        Arguments.of("checkpoint/signatures/0/keyid", "log"),
        Arguments.of("checkpoint/signatures/0/sig", "log"),
        Arguments.of("anchor/ledger", "anchor"),
        Arguments.of("anchor/root", "anchor"),
        Arguments.of("anchor/batch", "anchor"),
        Arguments.of("anchor/height", "anchor"),
        Arguments.of("anchor/time", "anchor"),
        Arguments.of("anchor/transaction", "anchor"),
        Arguments.of("anchor/sender", "anchor"));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void namesThePartWhoseFieldWasChanged(String path, String part) {
    Node proof = DagJson.decode(world.anchoredProof().bytes());

    byte[] bent = DagJson.encode(Tamper.change(proof, path, Tamper::another));

    assertThat(failed(Proof.decode(bent), world.model)).isEqualTo(part);
  }

  @Test
  void namesThePartThatWasLeftOut() {
    Node proof = DagJson.decode(world.anchoredProof().bytes());
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("receipts/0", "receipt");
    expected.put("entries/0", "statement");
    expected.put("entries/0/path/0", "log");

    expected.forEach(
        (path, part) ->
            assertThat(
                    failed(Proof.decode(DagJson.encode(Tamper.remove(proof, path))), world.model))
                .as(path)
                .isEqualTo(part));
  }

  @Test
  void isOnlyALocalProofOnceItsAnchorIsTakenAway() {
    Node proof = DagJson.decode(world.anchoredProof().bytes());

    Verdict verdict =
        Proof.decode(DagJson.encode(Tamper.remove(proof, "anchor")))
            .check(world.model, world.verifier());

    assertThat(verdict.onChain()).isFalse();
    assertThat(verdict.toString()).startsWith("VERIFIED LOCALLY, NOT ON CHAIN");
  }

  @Test
  void showsLessOnceAStatementOnTheWayIsTakenAway() {
    Node proof = DagJson.decode(world.anchoredProof().bytes());

    Verdict verdict =
        Proof.decode(DagJson.encode(Tamper.remove(proof, "entries/2")))
            .check(world.model, world.verifier());

    assertThat(verdict.verified()).isTrue();
    assertThat(verdict.notShown()).anyMatch(line -> line.contains(world.raw.toString()));
  }

  @Test
  void refusesWhatIsSignedButDoesNotConnect() {
    assertThat(failed(world.proofWithStrangeStatement(), world.model)).isEqualTo("lineage");
    assertThat(failed(world.proofWithStrangeReceipt(), world.model)).isEqualTo("lineage");
    assertThat(failed(world.proofWithUnnamedReceipt(), world.model)).isEqualTo("receipt");
    assertThat(failed(world.proofSignedByAnother(), world.model)).isEqualTo("statement");
  }

  @Test
  void survivesTheDisk() throws Exception {
    Path file = lake.resolve("model.proof.json");
    Files.writeString(file, "an older one");
    Proof proof = world.anchoredProof();

    proof.write(file);

    assertThat(Proof.read(file).bytes()).isEqualTo(proof.bytes());
    assertThat(Proof.read(file).anchor()).isEqualTo(proof.anchor());
    assertThat(Proof.read(file).statements()).isEqualTo(proof.statements());
    assertThat(Proof.read(file)).hasToString("proof of 3 statements and 1 receipt, anchored");
    assertThat(lake).isDirectoryNotContaining("glob:**.part");
    assertThatThrownBy(() -> proof.write(lake.resolve("no/such/dir/p.json")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("p.json");
    Files.writeString(file, "no proof");
    assertThatThrownBy(() -> Proof.read(file))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("proof file " + file + ": DAG-JSON at character 0");
    assertThatThrownBy(() -> Proof.read(lake.resolve("none.json")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void rejectsWhatIsNoProofByName() {
    Node good = DagJson.decode(world.anchoredProof().bytes());

    Map<String, Node> bad = new LinkedHashMap<>();
    bad.put("document", Node.list(List.of()));
    bad.put("format", Tamper.change(good, "format", n -> Node.of("other")));
    bad.put("version", Tamper.change(good, "version", n -> Node.of("1")));
    bad.put("entries", Tamper.change(good, "entries", n -> Node.list(List.of())));
    bad.put("entries[0].index", Tamper.change(good, "entries/0/index", n -> Node.of(-1)));
    bad.put("entries[0].path[0]", Tamper.change(good, "entries/0/path/0", n -> Node.of("00")));
    bad.put(
        "entries[0].envelope.payload",
        Tamper.change(good, "entries/0/envelope/payload", n -> Node.of("A")));
    bad.put("entries[1].envelope", Tamper.change(good, "entries/1/envelope", n -> Node.nil()));
    bad.put("receipts[0].cid", Tamper.change(good, "receipts/0/cid", n -> Node.of("bafy")));
    bad.put("receipts", Tamper.change(good, "receipts", n -> Node.nil()));
    bad.put("checkpoint", Tamper.remove(good, "checkpoint"));
    bad.put("anchor.time", Tamper.change(good, "anchor/time", n -> Node.of("noon")));
    bad.put("anchor.height", Tamper.remove(good, "anchor/height"));
    bad.put("anchor.note", Tamper.change(good, "anchor", n -> Tamper.with(n, "note", Node.of(1))));
    bad.put("note", Tamper.with(good, "note", Node.of(1)));

    bad.forEach(
        (field, node) ->
            assertThatThrownBy(() -> Proof.decode(DagJson.encode(node)))
                .as(field)
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(field));
    assertThatThrownBy(
            () -> Proof.decode(DagJson.encode(Tamper.change(good, "version", n -> Node.of(2)))))
        .isInstanceOf(UnsupportedVersionException.class);
  }

  @Test
  void boundsAndTypesWhatItReads() throws Exception {
    byte[] good = world.anchoredProof().bytes();
    for (int length = 0; length < good.length; length += 97) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> Proof.decode(cut)).isInstanceOf(CarrackException.class);
    }
    Path huge = lake.resolve("huge.json");
    try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
      sparse.setLength(1L << 32);
    }
    assertThatThrownBy(() -> Proof.read(huge)).isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> Proof.decode("[".repeat(100_000).getBytes(UTF_8)))
        .isInstanceOf(CarrackException.class);
  }

  @Test
  void cannotBeGatheredForWhatNobodyAttested() {
    assertThatThrownBy(() -> world.proofOf(world.function))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(world.function.toString());
    world.receiptStore = new MemoryBlockStore();
    assertThatThrownBy(() -> world.proofOf(world.model)).isInstanceOf(NotFoundException.class);
  }
}
