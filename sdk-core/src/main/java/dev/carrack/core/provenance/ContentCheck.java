package dev.carrack.core.provenance;

import dev.carrack.core.Cid;

/**
 * Fetches content and checks it: from a local store, from nodes, from gateways. Implementations are
 * thread-safe; calls block and are interruptible.
 */
@FunctionalInterface
public interface ContentCheck {

  /**
   * Reads all content under a root and verifies every block of it.
   *
   * @return how many bytes the content has
   * @throws dev.carrack.core.NotFoundException if a block of it cannot be found anywhere
   * @throws dev.carrack.core.IntegrityException if bytes are found but are not those of their CID
   * @throws dev.carrack.core.RemoteException if nobody can be asked
   */
  long check(Cid root);
}
