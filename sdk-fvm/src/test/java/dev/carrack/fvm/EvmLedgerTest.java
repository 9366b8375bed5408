package dev.carrack.fvm;

import static dev.carrack.fvm.Samples.cid;
import static dev.carrack.fvm.Samples.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.ConflictException;
import dev.carrack.core.LimitException;
import dev.carrack.core.RejectedException;
import dev.carrack.core.provenance.Anchor;
import dev.carrack.core.provenance.Digest;
import dev.carrack.fvm.dev.DevChain;
import dev.carrack.testing.Needs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.web3j.protocol.core.methods.response.EthGetTransactionCount;
import org.web3j.protocol.core.methods.response.EthGetTransactionReceipt;

@Needs("anvil")
class EvmLedgerTest {

  @Test
  void anchorsARootAndFindsItAgain() {
    EvmLedger ledger = TestChain.ledger();

    Anchor anchor = ledger.anchor(root("first"), cid("batch"));

    assertThat(anchor.root()).isEqualTo(root("first"));
    assertThat(anchor.batch()).isEqualTo(cid("batch"));
    assertThat(anchor.ledger()).isEqualTo("eip155:31337:" + ledger.contract());
    assertThat(anchor.sender()).isEqualTo("did:pkh:eip155:31337:" + TestChain.wallet(0).address());
    assertThat(anchor.height()).isPositive();
    assertThat(anchor.time())
        .isBetween(
            Instant.now().minus(Duration.ofHours(1)), Instant.now().plus(Duration.ofHours(1)));
    assertThat(anchor.transaction()).matches("0x[0-9a-f]{64}");
    assertThat(ledger.find(root("first"))).contains(anchor);
  }

  @Test
  void findsNothingWhereNothingWasAnchored() {
    assertThat(TestChain.ledger().find(root("never"))).isEmpty();
  }

  @Test
  void returnsTheFirstAnchorOfARootAndSendsNothing() {
    Anchor first = TestChain.ledger().anchor(root("twice"), cid("one"));

    long before = sent(TestChain.wallet(1));
    try (EvmLedger other = TestChain.ledger(1)) {
      assertThat(other.anchor(root("twice"), cid("two"))).isEqualTo(first);
    }
    assertThat(sent(TestChain.wallet(1))).isEqualTo(before);
    assertThat(TestChain.ledger().find(root("twice"))).contains(first);
  }

  @Test
  void refusesTheZeroRootWithoutSpending() {
    long before = sent(TestChain.wallet(0));

    assertThatThrownBy(() -> TestChain.ledger().anchor(Digest.of(new byte[32]), cid("x")))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("ZeroRoot");

    assertThat(sent(TestChain.wallet(0))).isEqualTo(before);
  }

  @Test
  void publishesVersionsThatStayForEver() {
    EvmLedger ledger = TestChain.ledger();

    Publication one = ledger.publish("example.org/append", cid("v1"), 1);
    Publication two = ledger.publish("example.org/append", cid("v2"), 2);

    assertThat(one.version()).isEqualTo(1);
    assertThat(two.cid()).isEqualTo(cid("v2"));
    assertThat(two.publisher()).isEqualTo(TestChain.wallet(0).address());
    assertThat(ledger.latest("example.org/append")).contains(two);
    assertThat(ledger.version("example.org/append", 1)).contains(one);
    assertThat(ledger.version("example.org/append", 3)).isEmpty();
    assertThat(ledger.history("example.org/append", 1, 10)).containsExactly(one, two);
    assertThat(ledger.history("example.org/append", 2, 10)).containsExactly(two);
    assertThat(ledger.history("example.org/append", 1, 1)).containsExactly(one);
    assertThat(ledger.latest("example.org/unheard")).isEmpty();
    assertThat(ledger.owner("example.org/unheard")).isEmpty();
  }

  @Test
  void refusesAVersionThatExistsOrLeavesAGap() {
    EvmLedger ledger = TestChain.ledger();
    ledger.publish("example.org/versions", cid("v1"), 1);

    for (long version : List.of(1L, 3L)) {
      assertThatThrownBy(() -> ledger.publish("example.org/versions", cid("v"), version))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("VersionConflict")
          .hasMessageContaining("the next version is 2, not " + version);
    }
    assertThat(ledger.latest("example.org/versions").orElseThrow().cid()).isEqualTo(cid("v1"));
  }

  @Test
  void letsOnlyTheOwnerPublish() {
    TestChain.ledger().publish("example.org/owned", cid("v1"), 1);

    try (EvmLedger stranger = TestChain.ledger(1)) {
      assertThatThrownBy(() -> stranger.publish("example.org/owned", cid("v2"), 2))
          .isInstanceOf(RejectedException.class)
          .hasMessageContaining("NotOwner")
          .hasMessageContaining(TestChain.wallet(0).address().toString())
          .hasMessageContaining(TestChain.wallet(1).address().toString());
    }
    assertThat(TestChain.ledger().history("example.org/owned", 1, 10)).hasSize(1);
  }

  @Test
  void handsANameOverInTwoSteps() {
    EvmLedger owner = TestChain.ledger();
    owner.publish("example.org/handed", cid("v1"), 1);

    try (EvmLedger heir = TestChain.ledger(1);
        EvmLedger thief = TestChain.ledger(2)) {
      assertThatThrownBy(() -> thief.offer("example.org/handed", TestChain.wallet(2).address()))
          .isInstanceOf(RejectedException.class)
          .hasMessageContaining("NotOwner");
      owner.offer("example.org/handed", TestChain.wallet(1).address());
      assertThat(owner.owner("example.org/handed")).contains(TestChain.wallet(0).address());
      assertThatThrownBy(() -> thief.accept("example.org/handed"))
          .isInstanceOf(RejectedException.class)
          .hasMessageContaining("NotPendingOwner");

      heir.accept("example.org/handed");

      assertThat(heir.owner("example.org/handed")).contains(TestChain.wallet(1).address());
      assertThat(heir.publish("example.org/handed", cid("v2"), 2).version()).isEqualTo(2);
      assertThatThrownBy(() -> owner.publish("example.org/handed", cid("v3"), 3))
          .isInstanceOf(RejectedException.class);
    }
  }

  @Test
  void boundsNamesAndCids() {
    EvmLedger ledger = TestChain.ledger();

    assertThatThrownBy(() -> ledger.publish("", cid("x"), 1)).isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> ledger.publish("é".repeat(65), cid("x"), 1))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("130 bytes");
    assertThat(ledger.publish("é".repeat(64), cid("x"), 1).name()).isEqualTo("é".repeat(64));
  }

  @Test
  void givesEachOfManySendersItsOwnNonce() throws Exception {
    List<Future<Anchor>> anchors = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (EvmLedger one = TestChain.ledger(3);
        EvmLedger two = TestChain.ledger(3)) {
      for (int i = 0; i < 12; i++) {
        String word = "concurrent " + i;
        EvmLedger ledger = i % 2 == 0 ? one : two;
        anchors.add(threads.submit(() -> ledger.anchor(root(word), cid(word))));
      }
      for (Future<Anchor> anchor : anchors) {
        assertThat(one.find(anchor.get().root())).contains(anchor.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void givesBothSendersOfOneRootTheAnchorThatCameFirst() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (DevChain chain = DevChain.start();
        Rpc rpc = new Rpc(chain.network(), TestChain.PATIENCE.call());
        EvmLedger one =
            EvmLedger.deploy(chain.network(), chain.wallets().get(0), TestChain.PATIENCE);
        EvmLedger two =
            EvmLedger.at(
                chain.network(), one.contract(), chain.wallets().get(1), TestChain.PATIENCE)) {
      rpc.ask(Answer.class, "evm_setAutomine", false);
      // Both must have estimated before either sends: a later estimate sees the pending anchor.
      List<Wallet> senders = chain.wallets().subList(0, 2);
      senders.forEach(wallet -> wallet.sending().lock());
      Future<Anchor> first = threads.submit(() -> one.anchor(root("race"), cid("one")));
      Future<Anchor> second = threads.submit(() -> two.anchor(root("race"), cid("two")));
      try {
        while (!senders.stream().allMatch(wallet -> wallet.sending().hasQueuedThreads())) {
          assertThat(first.isDone() || second.isDone()).isFalse();
          Thread.onSpinWait();
        }
      } finally {
        senders.forEach(wallet -> wallet.sending().unlock());
      }
      while (!rpc.ask(Answer.class, "txpool_status").toString().contains("pending=0x2")) {
        assertThat(first.isDone() || second.isDone()).isFalse();
      }
      rpc.ask(Answer.class, "evm_mine");

      assertThat(first.get()).isEqualTo(second.get());
      assertThat(sent(rpc, chain.wallets().get(1))).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Any JSON. */
  static final class Answer extends org.web3j.protocol.core.Response<Object> {}

  @Test
  void letsTheContractBoundWhatTheClientWouldRefuse() {
    try (Rpc rpc = new Rpc(TestChain.network(), TestChain.PATIENCE.call())) {
      Transactions raw = new Transactions(rpc, 31_337, TestChain.wallet(0), TestChain.PATIENCE);
      EvmAddress contract = TestChain.ledger().contract();
      byte[] root = root("bounds").bytes();
      for (String data :
          List.of(
              LedgerContract.anchor(root, new byte[129]),
              LedgerContract.anchor(root, new byte[0]),
              LedgerContract.publish("n".repeat(129), new byte[36], 1),
              LedgerContract.publish("", new byte[36], 1))) {
        assertThatThrownBy(() -> raw.send(contract, data, "it"))
            .isInstanceOf(LimitException.class)
            .hasMessageContaining("1 to 128 are allowed");
      }
    }
  }

  @Test
  void emitsAnEventPerEntry() throws Exception {
    Anchor anchor = TestChain.ledger().anchor(root("event"), cid("event"));

    try (Rpc rpc = new Rpc(TestChain.network(), TestChain.PATIENCE.call())) {
      var receipt =
          rpc.ask(
              EthGetTransactionReceipt.class, "eth_getTransactionReceipt", anchor.transaction());
      assertThat(receipt.getLogs()).hasSize(1);
      var log = receipt.getLogs().get(0);
      assertThat(log.getAddress()).isEqualToIgnoringCase(TestChain.ledger().contract().toString());
      assertThat(log.getTopics().get(0)).isEqualTo(LedgerContract.anchoredTopic());
      assertThat(log.getTopics().get(1)).isEqualTo("0x" + root("event"));
    }
  }

  @Test
  void saysWhoCannotPayAndHowToFund() {
    Wallet poor = Wallet.generate();

    assertThatThrownBy(() -> EvmLedger.deploy(TestChain.network(), poor, TestChain.PATIENCE))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining(poor.address().toString())
        .hasMessageContaining(poor.filecoinAddress().toString());
  }

  private static long sent(Wallet wallet) {
    try (Rpc rpc = new Rpc(TestChain.network(), TestChain.PATIENCE.call())) {
      return sent(rpc, wallet);
    }
  }

  private static long sent(Rpc rpc, Wallet wallet) {
    return Long.decode(
        rpc.require(
            EthGetTransactionCount.class,
            "eth_getTransactionCount",
            wallet.address().toString(),
            "latest"));
  }
}
