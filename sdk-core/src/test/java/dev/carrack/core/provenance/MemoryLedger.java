package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import dev.carrack.core.RemoteException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A ledger in the heap that keeps the port's contract, for tests. */
final class MemoryLedger implements Ledger {

  static final String ID = "eip155:31337:0x00000000000000000000000000000000000000Aa";

  private final Map<Digest, Anchor> anchors = new HashMap<>();
  boolean unreachable;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Anchor anchor(Digest root, Cid batch) {
    return anchors.computeIfAbsent(
        root,
        r ->
            new Anchor(
                ID,
                root,
                batch,
                anchors.size() + 7L,
                Instant.parse("2026-02-01T00:00:00Z").plusSeconds(anchors.size()),
                "0x" + root,
                "did:pkh:eip155:31337:0xbb"));
  }

  @Override
  public Optional<Anchor> find(Digest root) {
    if (unreachable) {
      throw new RemoteException("ledger does not answer", "try another endpoint");
    }
    return Optional.ofNullable(anchors.get(root));
  }

  Ledger open(String id) {
    return this;
  }
}
