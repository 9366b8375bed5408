package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import java.util.Optional;

/**
 * A public, append-only place for batch roots. Implementations are thread-safe; calls block, are
 * interruptible and have a deadline.
 */
public interface Ledger {

  /** Which ledger this is, in CAIP-10 form: {@code eip155:CHAIN_ID:0xCONTRACT}. */
  String id();

  /**
   * Makes the root public together with the CID of the batch's bytes. A root that is already there
   * is left as it is and its first anchor returned: nothing is paid twice.
   *
   * @throws dev.carrack.core.OutcomeUnknownException if the transaction was sent and its fate is
   *     not known; never sent again by itself
   * @throws dev.carrack.core.RejectedException if the ledger refused it
   * @throws dev.carrack.core.RemoteException if nothing was sent
   */
  Anchor anchor(Digest root, Cid batch);

  /**
   * The first anchor of the root, or empty if it is not there.
   *
   * @throws dev.carrack.core.RemoteException if the ledger cannot be asked
   */
  Optional<Anchor> find(Digest root);
}
