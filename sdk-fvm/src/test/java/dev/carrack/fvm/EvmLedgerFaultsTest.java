package dev.carrack.fvm;

import static dev.carrack.fvm.Samples.cid;
import static dev.carrack.fvm.Samples.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carrack.core.OutcomeUnknownException;
import dev.carrack.core.RemoteException;
import dev.carrack.core.provenance.Anchor;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.web3j.protocol.core.methods.response.EthTransaction;

/** A proxy before a real anvil loses connections where it hurts. */
@Needs("anvil")
class EvmLedgerFaultsTest {

  private static final String SEND = "eth_sendRawTransaction";
  private static final String RECEIPT = "eth_getTransactionReceipt";

  /** What is asked just before a transaction is signed and sent. */
  private static final String LAST_QUESTION = "eth_maxPriorityFeePerGas";

  /** What lotus answers for an epoch without blocks. */
  private static final String NULL_ROUND =
      """
      {"jsonrpc":"2.0","id":1,"error":{"code":12,"message":"requested epoch was a null round (7)"}}
      """;

  /** What the contract answers about a root it does not know. */
  private static final String NO_ENTRY =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x%s80%s\"}"
          .formatted("0".repeat(254), "0".repeat(64));

  private static final MockResponse DROP =
      new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(800), Duration.ofMillis(1200), Duration.ofMillis(50));

  private final List<String> forwarded = new CopyOnWriteArrayList<>();
  private final HttpClient anvil = HttpClient.newHttpClient();
  private MockWebServer proxy;
  private Relay relay;
  private EvmLedger ledger;
  private volatile Function<String, Fate> fates = method -> Fate.PASS;

  /** What happens to a request of a method. */
  private enum Fate {
    PASS,
    DROP_BEFORE,
    DROP_AFTER,
    LAST_ANSWER,
    NULL_ROUND,
    NO_BASE_FEE,
    NO_ENTRY
  }

  @BeforeEach
  void startProxy() throws IOException {
    proxy = new MockWebServer();
    proxy.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String body = request.getBody().utf8();
            String method = body.replaceAll(".*\"method\":\"([A-Za-z_]+)\".*", "$1");
            Fate fate = fates.apply(method);
            if (fate == Fate.DROP_BEFORE) {
              return DROP;
            }
            if (fate == Fate.NO_ENTRY) {
              return new MockResponse.Builder().body(NO_ENTRY).build();
            }
            if (fate == Fate.NULL_ROUND) {
              return new MockResponse.Builder().body(NULL_ROUND).build();
            }
            String answer = forward(method, body);
            if (fate == Fate.NO_BASE_FEE) {
              answer = answer.replace("baseFeePerGas", "noSuchThing");
            }
            if (fate == Fate.LAST_ANSWER) {
              relay.stopListening();
            }
            return fate == Fate.DROP_AFTER ? DROP : new MockResponse.Builder().body(answer).build();
          }
        });
    proxy.start();
    relay = new Relay(proxy.getPort());
    Network network = TestChain.network().at(relay.uri());
    ledger = EvmLedger.at(network, TestChain.ledger().contract(), TestChain.wallet(4), SHORT);
  }

  @AfterEach
  void stop() {
    ledger.close();
    relay.close();
    proxy.close();
  }

  @Test
  void learnsTheOutcomeWhenOnlyTheReplyToTheSendingWasLost() {
    fates = method -> method.equals(SEND) ? Fate.DROP_AFTER : Fate.PASS;

    Anchor anchor = ledger.anchor(root("reply lost"), cid("reply lost"));

    assertThat(TestChain.ledger().find(root("reply lost"))).contains(anchor);
    assertThat(forwarded).filteredOn(SEND::equals).hasSize(1);
  }

  @Test
  void saysThatTheOutcomeIsUnknownWhenTheNodeDiesWithTheTransaction() {
    fates =
        method ->
            method.equals(SEND)
                ? Fate.DROP_AFTER
                : method.equals(RECEIPT) ? Fate.DROP_BEFORE : Fate.PASS;

    OutcomeUnknownException unknown =
        catchThrowableOfType(
            OutcomeUnknownException.class,
            () -> ledger.anchor(root("dead node"), cid("dead node")));

    assertThat(unknown)
        .hasMessageContaining("do not send again")
        .hasCauseInstanceOf(RemoteException.class);
    assertThat(forwarded).filteredOn(SEND::equals).hasSize(1);
    // In truth it did arrive, under the hash that the error names.
    assertThat(TestChain.ledger().find(root("dead node")).orElseThrow().transaction())
        .isEqualTo(unknown.transaction());
  }

  @Test
  void saysThatTheOutcomeIsUnknownWhenTheTransactionVanished() {
    fates = method -> method.equals(SEND) ? Fate.DROP_BEFORE : Fate.PASS;

    OutcomeUnknownException unknown =
        catchThrowableOfType(
            OutcomeUnknownException.class, () -> ledger.anchor(root("vanished"), cid("vanished")));

    assertThat(unknown.transaction()).matches("0x[0-9a-f]{64}");
    assertThat(forwarded).doesNotContain(SEND);
    assertThat(TestChain.ledger().find(root("vanished"))).isEmpty();

    fates = method -> Fate.PASS;
    assertThat(ledger.anchor(root("vanished"), cid("vanished")).root()).isEqualTo(root("vanished"));
  }

  @Test
  void saysThatTheOutcomeIsUnknownWhenNoReceiptComes() {
    fates = method -> method.equals(RECEIPT) ? Fate.DROP_BEFORE : Fate.PASS;

    assertThatThrownBy(() -> ledger.publish("example.org/no-receipt", cid("x"), 1))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("example.org/no-receipt");
  }

  @Test
  void isSafeToRepeatWhenTheNodeWasGoneBeforeTheSending() {
    fates = method -> method.equals(LAST_QUESTION) ? Fate.LAST_ANSWER : Fate.PASS;

    assertThatThrownBy(() -> ledger.anchor(root("gone"), cid("gone")))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining(SEND);

    assertThat(forwarded).contains(LAST_QUESTION).doesNotContain(SEND);
    assertThat(TestChain.ledger().find(root("gone"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fate.class,
      names = {"NULL_ROUND", "NO_BASE_FEE"})
  void sendsALegacyTransactionWhereThereIsNoBaseFee(Fate fate) throws RpcError {
    fates = method -> method.equals("eth_getBlockByNumber") ? fate : Fate.PASS;

    Anchor anchor = ledger.anchor(root("legacy" + fate), cid("legacy"));

    try (Rpc rpc = new Rpc(TestChain.network(), TestChain.PATIENCE.call())) {
      assertThat(
              rpc.ask(EthTransaction.class, "eth_getTransactionByHash", anchor.transaction())
                  .getType())
          .isEqualTo("0x0");
      Anchor usual = TestChain.ledger().anchor(root("not legacy" + fate), cid("not legacy"));
      assertThat(
              rpc.ask(EthTransaction.class, "eth_getTransactionByHash", usual.transaction())
                  .getType())
          .isEqualTo("0x2");
    }
  }

  @Test
  void waitsForAnEndpointThatKnowsTheReceiptBeforeItsEffect() {
    AtomicInteger looks = new AtomicInteger();
    fates =
        method -> {
          boolean lags = method.equals("eth_call") && forwarded.contains(RECEIPT);
          return lags && looks.incrementAndGet() < 4 ? Fate.NO_ENTRY : Fate.PASS;
        };

    Anchor anchor = ledger.anchor(root("lagging"), cid("lagging"));

    assertThat(looks).hasValue(4);
    assertThat(TestChain.ledger().find(root("lagging"))).contains(anchor);
  }

  @Test
  void staysInterruptedAndNamesTheTransactionWhenInterruptedAfterSending() throws Exception {
    Thread main = Thread.currentThread();
    fates =
        method -> {
          if (method.equals(RECEIPT)) {
            main.interrupt();
          }
          return Fate.PASS;
        };

    assertThatThrownBy(
            () -> {
              // The receipt may win the race against the interrupt; then the next question loses
              // it.
              ledger.anchor(root("interrupted"), cid("interrupted"));
            })
        .isInstanceOfAny(OutcomeUnknownException.class, dev.carrack.core.CancelledException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  private String forward(String method, String body) {
    forwarded.add(method);
    HttpRequest request =
        HttpRequest.newBuilder(TestChain.network().rpc())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return anvil.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
