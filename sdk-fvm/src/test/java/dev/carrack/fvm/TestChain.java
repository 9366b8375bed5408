package dev.carrack.fvm;

import dev.carrack.fvm.dev.DevChain;
import java.time.Duration;

/** One anvil for all tests of this JVM; it ends with the JVM. */
final class TestChain {

  /** Short enough for tests that wait for a failure, long enough for a busy machine. */
  static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(50));

  private TestChain() {}

  private static final class Lazy {
    static final DevChain CHAIN = DevChain.start();
    static final EvmLedger LEDGER = EvmLedger.deploy(CHAIN.network(), wallet(0), PATIENCE);
  }

  static Network network() {
    return Lazy.CHAIN.network();
  }

  static Wallet wallet(int index) {
    return Lazy.CHAIN.wallets().get(index);
  }

  /** One contract for all, owned by wallet 0; tests keep apart by their own roots and names. */
  static EvmLedger ledger() {
    return Lazy.LEDGER;
  }

  /** The shared contract, written to as another account. */
  static EvmLedger ledger(int wallet) {
    return EvmLedger.at(network(), ledger().contract(), wallet(wallet), PATIENCE);
  }
}
