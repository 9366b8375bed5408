package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How statements and receipts hang together: each must be a step on some way back from the first
 * statement's artifact. What no step made is a source. Used once, by one thread.
 */
final class Lineage {

  private final Map<Cid, Attestation> byRoot = new HashMap<>();
  private final Map<Cid, Receipt> receipts;
  private final Set<String> sources = new LinkedHashSet<>();
  private final Set<Cid> reached = new HashSet<>();
  private final Deque<Attestation> todo = new ArrayDeque<>();

  private Lineage(Map<Cid, Receipt> receipts) {
    this.receipts = receipts;
  }

  /**
   * Follows the ways back.
   *
   * @param attestations the first is where to begin
   * @param receipts all that the attestations name, by CID
   * @return names and roots of the sources
   * @throws IntegrityException naming the statement or receipt that does not connect
   */
  static Set<String> sources(List<Attestation> attestations, Map<Cid, Receipt> receipts) {
    Lineage lineage = new Lineage(receipts);
    for (Attestation attestation : attestations) {
      Cid root = attestation.artifact().root();
      if (lineage.byRoot.put(root, attestation) != null) {
        throw broken("two statements are about " + root);
      }
    }
    lineage.reach(attestations.get(0).artifact().name(), attestations.get(0).artifact().root());
    while (!lineage.todo.isEmpty()) {
      lineage.follow(lineage.todo.remove());
    }
    for (Attestation attestation : attestations) {
      if (!lineage.reached.contains(attestation.artifact().root())) {
        throw broken("the statement about " + attestation.artifact() + " is no step to the first");
      }
    }
    if (lineage.sources.isEmpty()) {
      throw broken("the statements run in a circle");
    }
    return lineage.sources;
  }

  private void reach(String name, Cid root) {
    Attestation maker = byRoot.get(root);
    if (reached.add(root)) {
      if (maker == null) {
        sources.add("'%s' (%s)".formatted(name, root));
      } else {
        todo.add(maker);
      }
    }
  }

  private void follow(Attestation attestation) {
    Map<Cid, String> origins = new LinkedHashMap<>();
    attestation.inputs().forEach(input -> origins.put(input.root(), input.name()));
    Set<Cid> made = connect(attestation, origins);
    // A function may change nothing; then the artifact is its own origin, which explains nothing.
    origins.remove(attestation.artifact().root());
    if (origins.isEmpty()) {
      sources.add("'%s' (%s)".formatted(attestation.artifact(), attestation.artifact().root()));
    }
    // What a receipt made is no source even where no statement is about it.
    origins.forEach(
        (root, name) -> {
          if (byRoot.containsKey(root) || !made.contains(root)) {
            reach(name, root);
          }
        });
  }

  /**
   * Adds the inputs of the statement's receipts to its origins.
   *
   * @return what the receipts made
   */
  private Set<Cid> connect(Attestation attestation, Map<Cid, String> origins) {
    Cid artifact = attestation.artifact().root();
    Set<Cid> made = new HashSet<>();
    List<Cid> left = new ArrayList<>(attestation.receipts());
    boolean connected = true;
    // One receipt may continue another, in any order: go on while each round joins at least one.
    while (!left.isEmpty() && connected) {
      connected = false;
      for (Cid cid : List.copyOf(left)) {
        Receipt receipt = receipt(cid);
        if (receipt.output().equals(artifact) || origins.containsKey(receipt.output())) {
          String name = origins.getOrDefault(receipt.output(), attestation.artifact().name());
          origins.putIfAbsent(receipt.input(), "what '" + name + "' was made from");
          if (!receipt.input().equals(receipt.output())) {
            made.add(receipt.output());
          }
          left.remove(cid);
          connected = true;
        }
      }
    }
    if (!left.isEmpty()) {
      throw broken(
          "the receipt %s made %s, which is neither %s nor an input of it"
              .formatted(left.get(0), receipt(left.get(0)).output(), attestation.artifact()));
    }
    return made;
  }

  private Receipt receipt(Cid cid) {
    Receipt receipt = receipts.get(cid);
    if (receipt == null) {
      throw broken("the receipt " + cid + " that a statement names is not attached");
    }
    return receipt;
  }

  private static IntegrityException broken(String what) {
    return new IntegrityException(what, "get the proof from its author again");
  }
}
