package dev.carrack.core.provenance;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Collects from a log what makes up a proof: one pass for each step of the lineage, so that the
 * heap holds the steps and not the log. Our own log needs no check of signatures here; whoever
 * reads the proof checks them.
 */
final class ProofGathering {

  /** A statement in the log. */
  record Found(long index, Envelope envelope, Attestation attestation) {}

  private final ProvenanceLog log;
  private final BlockSource source;
  private final Map<Cid, Found> steps = new LinkedHashMap<>();
  private final Map<Cid, Proof.Attachment> receipts = new LinkedHashMap<>();

  ProofGathering(ProvenanceLog log, BlockSource source) {
    this.log = log;
    this.source = source;
  }

  Proof gather(Cid root, Signer keeper) {
    List<Anchored> anchored = log.anchored();
    Optional<Anchored> last =
        anchored.isEmpty() ? Optional.empty() : Optional.of(anchored.get(anchored.size() - 1));
    if (last.isPresent() && find(root, last.get().size())) {
      return proof(last.get().size(), last.map(Anchored::anchor), keeper);
    }
    long size = log.size();
    if (find(root, size)) {
      return proof(size, Optional.empty(), keeper);
    }
    throw new NotFoundException(
        "the log of " + size + " entries has no statement about " + root, "attest it first");
  }

  private Proof proof(long size, Optional<Anchor> anchor, Signer keeper) {
    List<Proof.Entry> entries = new ArrayList<>();
    for (Found step : steps.values()) {
      entries.add(
          new Proof.Entry(step.envelope, step.index, log.inclusion(step.index, size).path()));
    }
    return new Proof(
        entries, List.copyOf(receipts.values()), Checkpoint.sign(log, size, keeper), anchor);
  }

  /** Collects the lineage of a root within the first {@code size} entries, if it is there. */
  private boolean find(Cid root, long size) {
    Set<Cid> asked = new LinkedHashSet<>(Set.of(root));
    Set<Cid> wanted = Set.of(root);
    while (!wanted.isEmpty()) {
      Map<Cid, Found> found = newest(wanted, size);
      if (steps.isEmpty() && found.isEmpty()) {
        return false;
      }
      Set<Cid> next = new LinkedHashSet<>();
      for (Cid each : wanted) {
        Found step = found.get(each);
        if (step != null) {
          steps.put(each, step);
          next.addAll(origins(step.attestation));
        }
      }
      next.removeAll(asked);
      asked.addAll(next);
      wanted = next;
    }
    return true;
  }

  /** Everything a statement says its artifact was made from, directly or by way of a receipt. */
  private Set<Cid> origins(Attestation attestation) {
    Set<Cid> out = new LinkedHashSet<>();
    attestation.inputs().forEach(input -> out.add(input.root()));
    for (Cid cid : attestation.receipts()) {
      byte[] bytes = source.require(cid).bytes();
      receipts.put(cid, new Proof.Attachment(cid, bytes));
      Envelope envelope = Envelope.decode(bytes);
      out.add(Receipt.from(Statement.decode(envelope.payload())).input());
    }
    return out;
  }

  private Map<Cid, Found> newest(Set<Cid> roots, long size) {
    List<String> texts = roots.stream().map(root -> "\"root\":\"" + root + "\"").toList();
    Map<Cid, Found> out = new HashMap<>();
    log.scan(
        (index, bytes) -> {
          // A look at the text first: decoding every envelope of a long log takes minutes.
          String payload = new String(Envelope.peek(bytes), StandardCharsets.ISO_8859_1);
          if (index < size && texts.stream().anyMatch(payload::contains)) {
            Envelope envelope = Envelope.decode(bytes);
            attestation(envelope)
                .filter(found -> roots.contains(found.artifact().root()))
                .ifPresent(
                    found -> out.put(found.artifact().root(), new Found(index, envelope, found)));
          }
        });
    return out;
  }

  private static Optional<Attestation> attestation(Envelope envelope) {
    try {
      Statement statement = Statement.decode(envelope.payload());
      boolean ours =
          envelope.payloadType().equals(Envelope.IN_TOTO)
              && statement.predicateType().equals(Attestation.PREDICATE_TYPE);
      return ours ? Optional.of(Attestation.from(statement)) : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty(); // somebody else's document; the log takes them all
    }
  }
}
