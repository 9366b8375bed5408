package dev.carrack.core.provenance;

import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.RemoteException;
import dev.carrack.core.provenance.Verdict.Outcome;
import dev.carrack.core.provenance.Verdict.Part;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One run of {@link Proof#check}: from the signatures over the log and the ledger to the content.
 */
final class ProofCheck {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private final Proof proof;
  private final Cid root;
  private final Verifier verifier;
  private final List<Verdict.Check> checks = new ArrayList<>();
  private final List<String> notShown = new ArrayList<>();
  private final List<Attestation> attestations = new ArrayList<>();
  private final Map<Cid, Receipt> receipts = new LinkedHashMap<>();
  private String anchored = "in a log signed by its keeper only";

  ProofCheck(Proof proof, Cid root, Verifier verifier) {
    this.proof = proof;
    this.root = root;
    this.verifier = verifier;
  }

  Verdict run() {
    notShown.add("that the work happened as its signers say");
    // Each step builds on those before; the ledger and the content are asked whatever the other
    // says.
    if (step(Part.STATEMENT, this::statements)
        && step(Part.RECEIPT, this::receipts)
        && step(Part.LINEAGE, this::lineage)
        && step(Part.LOG, this::log)) {
      anchor();
      content();
    }
    return new Verdict(summary(), checks, notShown);
  }

  private interface Step {
    String run();
  }

  private boolean step(Part part, Step step) {
    try {
      add(part, Outcome.PASSED, step.run());
      return true;
    } catch (CancelledException e) {
      throw e;
    } catch (CarrackException e) {
      add(part, Outcome.FAILED, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void add(Part part, Outcome outcome, String detail) {
    checks.add(new Verdict.Check(part, outcome, detail));
  }

  private static IntegrityException wrong(String what) {
    return new IntegrityException(what, "get the proof from its author again");
  }

  private String statements() {
    for (Proof.Entry entry : proof.entries()) {
      attestations.add(Attestation.verified(entry.envelope(), verifier.schemes()));
    }
    Attestation first = attestations.get(0);
    if (!first.artifact().root().equals(root)) {
      throw wrong("the proof is about " + first.artifact().root() + ", not " + root);
    }
    return "%d signed, the first about %s by %s"
        .formatted(attestations.size(), first.artifact(), first.who());
  }

  private String receipts() {
    for (Proof.Attachment attachment : proof.receipts()) {
      byte[] bytes = attachment.bytes();
      if (!attachment.cid().hash().matches(bytes)) {
        throw wrong("the receipt attached as " + attachment.cid() + " does not have that CID");
      }
      Receipt receipt = Receipt.verified(Envelope.decode(bytes), verifier.schemes());
      if (receipts.put(attachment.cid(), receipt) != null) {
        throw wrong("the receipt " + attachment.cid() + " is attached twice");
      }
    }
    Set<Cid> named = new LinkedHashSet<>();
    attestations.forEach(attestation -> named.addAll(attestation.receipts()));
    if (!receipts.keySet().equals(named)) {
      throw wrong(
          "the statements name the receipts %s, attached are %s"
              .formatted(named, receipts.keySet()));
    }
    Set<String> executors = new TreeSet<>();
    receipts.values().forEach(receipt -> executors.add(receipt.executor()));
    return receipts.isEmpty()
        ? "none"
        : "%d signed by %s".formatted(receipts.size(), String.join(", ", executors));
  }

  private String lineage() {
    Set<String> sources = Lineage.sources(attestations, receipts);
    sources.forEach(source -> notShown.add("where " + source + " comes from"));
    return "%s and %s connect %s with %s"
        .formatted(
            Proof.count(attestations.size(), "statement"),
            Proof.count(receipts.size(), "receipt"),
            Proof.count(sources.size(), "source"),
            root);
  }

  private String log() {
    Checkpoint checkpoint = Checkpoint.verified(proof.checkpoint(), verifier.schemes());
    for (Proof.Entry entry : proof.entries()) {
      Digest leaf = MerkleTree.leafHash(entry.envelope().bytes());
      boolean included =
          entry.index() < checkpoint.size()
              && entry.path().size() <= Long.SIZE
              && new InclusionProof(entry.index(), checkpoint.size(), entry.path())
                  .proves(leaf, checkpoint.root());
      if (!included) {
        throw wrong("statement " + entry.index() + " is not in the log of " + checkpoint.origin());
      }
    }
    return "all in the log of %d entries kept by %s"
        .formatted(checkpoint.size(), checkpoint.origin());
  }

  private void anchor() {
    if (proof.anchor().isEmpty()) {
      add(Part.ANCHOR, Outcome.ABSENT, "the proof claims no anchor");
      notShown.add("when it was signed: nobody but the log's keeper vouches for a time");
      return;
    }
    Anchor claim = proof.anchor().get();
    if (verifier.ledgers().isEmpty()) {
      add(
          Part.ANCHOR,
          Outcome.UNCHECKED,
          "the proof claims an anchor in block %d of %s, but no chain was asked; pass its RPC endpoint"
              .formatted(claim.height(), claim.ledger()));
      return;
    }
    try {
      step(Part.ANCHOR, () -> anchor(claim, verifier.ledgers().get()));
    } catch (Unreachable e) {
      add(Part.ANCHOR, Outcome.UNCHECKED, e.what);
    }
  }

  private String anchor(Anchor claim, LedgerSource ledgers) {
    Digest logRoot = Checkpoint.from(proof.checkpoint()).root();
    Optional<Anchor> answer;
    try {
      answer = ask(claim.ledger(), logRoot, ledgers);
    } catch (RemoteException e) {
      throw new Unreachable(
          "cannot ask %s for the claimed anchor: %s".formatted(claim.ledger(), e.getMessage()), e);
    }
    Anchor found =
        answer.orElseThrow(() -> wrong(claim.ledger() + " has no anchor of log root " + logRoot));
    requireSame(claim, found);
    notShown.add("when anything happened before that block");
    anchored =
        "anchored in block %d of %s at %s by %s"
            .formatted(found.height(), found.ledger(), TIME.format(found.time()), found.sender());
    return anchored;
  }

  private static Optional<Anchor> ask(String id, Digest logRoot, LedgerSource ledgers) {
    Ledger ledger = ledgers.open(id);
    try {
      if (!ledger.id().equals(id)) {
        throw wrong("the proof claims an anchor on " + id + ", the ledger asked is " + ledger.id());
      }
      return ledger.find(logRoot);
    } finally {
      if (ledger instanceof AutoCloseable closeable) {
        close(closeable);
      }
    }
  }

  private static void close(AutoCloseable ledger) {
    try {
      ledger.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // The answer is here already; a connection that does not close takes nothing back from it.
    }
  }

  private void requireSame(Anchor claim, Anchor found) {
    // A ledger may not know the transaction of an old anchor; then the claim of it stands alone.
    boolean knows = !found.transaction().isEmpty();
    Anchor comparable =
        knows
            ? found
            : new Anchor(
                found.ledger(),
                found.root(),
                found.batch(),
                found.height(),
                found.time(),
                claim.transaction(),
                found.sender());
    if (!comparable.equals(claim)) {
      throw wrong("the ledger has another anchor than the proof claims: " + found);
    }
    if (!knows && !claim.transaction().isEmpty()) {
      notShown.add("that transaction " + claim.transaction() + " is the one that anchored it");
    }
  }

  private void content() {
    Map<Cid, Part> parts = new LinkedHashMap<>();
    for (Attestation attestation : attestations) {
      ArtifactVersion artifact = attestation.artifact();
      parts.put(artifact.root(), artifact.isModel() ? Part.MODEL : Part.DATA);
    }
    attestations.forEach(a -> a.inputs().forEach(in -> parts.putIfAbsent(in.root(), Part.DATA)));
    for (Receipt receipt : receipts.values()) {
      parts.putIfAbsent(receipt.input(), Part.DATA);
      parts.putIfAbsent(receipt.output(), Part.DATA);
      parts.putIfAbsent(receipt.function(), Part.FUNCTION);
    }
    if (verifier.content().isEmpty()) {
      Part part = parts.getOrDefault(root, Part.DATA);
      add(part, Outcome.NOT_ASKED, "no content was fetched");
      notShown.add("that the content is still there to fetch");
      return;
    }
    ContentCheck content = verifier.content().get();
    parts.forEach(
        (cid, part) -> step(part, () -> "%s, %,d bytes".formatted(cid, content.check(cid))));
  }

  private String summary() {
    if (attestations.isEmpty()) {
      return "";
    }
    Attestation first = attestations.get(0);
    return "%s signed by %s, %s".formatted(first.artifact(), first.who(), anchored);
  }

  /** The ledger cannot be asked: neither right nor wrong. */
  private static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;

    Unreachable(String what, RemoteException cause) {
      super(what, cause);
      this.what = what;
    }
  }
}
