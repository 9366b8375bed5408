package dev.carrack.quickstart;

import dev.carrack.core.CarrackException;
import dev.carrack.fvm.EvmLedger;
import dev.carrack.fvm.Wallet;
import dev.carrack.fvm.dev.DevChain;
import java.net.URI;
import java.util.Optional;

/** A local chain with our contract on it, where one can be had. */
final class Chain implements AutoCloseable {

  private final DevChain anvil;
  private final EvmLedger ledger;

  private Chain(DevChain anvil, EvmLedger ledger) {
    this.anvil = anvil;
    this.ledger = ledger;
  }

  /** Starts it, or tells the story why there is none. */
  static Optional<Chain> start(Story story) {
    if (!DevChain.available()) {
      story.fact("chain", "none: npm is not on the PATH, so anvil cannot be had");
      return Optional.empty();
    }
    try {
      DevChain anvil = DevChain.start();
      try {
        Wallet wallet = anvil.wallets().get(0);
        return Optional.of(new Chain(anvil, EvmLedger.deploy(anvil.network(), wallet)));
      } catch (CarrackException e) {
        anvil.close();
        throw e;
      }
    } catch (CarrackException e) {
      story.fact("chain", "none: " + e.getMessage());
      return Optional.empty();
    }
  }

  EvmLedger ledger() {
    return ledger;
  }

  Wallet wallet() {
    return anvil.wallets().get(0);
  }

  URI rpc() {
    return anvil.rpc();
  }

  @Override
  public void close() {
    ledger.close();
    anvil.close();
  }
}
