package dev.carrack.core.provenance;

/** Opens the ledger that a proof names, to read it: by an RPC endpoint, say. */
@FunctionalInterface
public interface LedgerSource {

  /**
   * The ledger of that name. If it is {@link AutoCloseable}, whoever asked closes it.
   *
   * @param id the ledger in CAIP-10 form, as the proof claims it: not to be trusted
   * @throws dev.carrack.core.RemoteException if it cannot be asked
   * @throws dev.carrack.core.CarrackException if there is no such ledger, or it is another
   */
  Ledger open(String id);
}
