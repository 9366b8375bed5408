package dev.carrack.fvm;

import static dev.carrack.fvm.Samples.cid;
import static dev.carrack.fvm.Samples.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.RemoteException;
import dev.carrack.core.provenance.Anchor;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger meets who has a proof, a URL, and no reason to trust either. */
class EvmLedgerReaderTest {

  private static final EvmAddress NOBODY =
      EvmAddress.parse("0x00000000000000000000000000000000000000aa");
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(700), Duration.ofSeconds(1), Duration.ofMillis(20));

  @Test
  @Needs("anvil")
  void readsTheAnchorThatAProofNames() {
    Anchor anchor = TestChain.ledger().anchor(root("stranger"), cid("stranger"));

    try (EvmLedger reader = EvmLedger.reader(TestChain.network().rpc(), anchor.ledger())) {
      assertThat(reader.find(root("stranger"))).contains(anchor);
      assertThat(reader.id()).isEqualTo(anchor.ledger());
      assertThatThrownBy(() -> reader.anchor(root("no"), cid("no")))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  @Needs("anvil")
  void refusesAnotherChainThanTheProofNames() {
    String elsewhere = "eip155:314:" + TestChain.ledger().contract();

    assertThatThrownBy(() -> EvmLedger.reader(TestChain.network().rpc(), elsewhere))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("serves chain 31337 instead of 314");
  }

  @Test
  @Needs("anvil")
  void refusesAnAddressWithoutAContract() {
    assertThatThrownBy(() -> EvmLedger.reader(TestChain.network(), NOBODY, TestChain.PATIENCE))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no contract at " + NOBODY);
  }

  @Test
  @Needs("anvil")
  void refusesAContractThatDiffersInOneByte() throws Exception {
    String code = LedgerContract.runtimeCode();
    String changed = code.substring(0, code.length() - 2) + (code.endsWith("00") ? "01" : "00");
    EvmAddress forged = EvmAddress.parse("0x00000000000000000000000000000000000000bb");
    try (Rpc rpc = new Rpc(TestChain.network(), TestChain.PATIENCE.call())) {
      rpc.ask(
          org.web3j.protocol.core.methods.response.EthCall.class,
          "anvil_setCode",
          forged.toString(),
          changed);
    }

    assertThatThrownBy(() -> EvmLedger.reader(TestChain.network(), forged, TestChain.PATIENCE))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("not Carrack's ledger");
  }

  @Test
  @Needs("anvil")
  void refusesAnAnchorWhoseCidIsNone() {
    EvmLedger ledger = TestChain.ledger();
    try (Rpc rpc = new Rpc(TestChain.network(), TestChain.PATIENCE.call())) {
      new Transactions(rpc, 31_337, TestChain.wallet(5), TestChain.PATIENCE)
          .send(
              ledger.contract(),
              LedgerContract.anchor(root("no cid").bytes(), new byte[] {1, 2, 3}),
              "a bad anchor");
    }

    assertThatThrownBy(() -> ledger.find(root("no cid")))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining(TestChain.wallet(5).address().toString());
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThatThrownBy(() -> reader("http://127.0.0.1:" + port))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("RPC URL");
  }

  @Test
  void saysThatAHostIsNotKnown() {
    assertThatThrownBy(() -> reader("http://no-such-host.invalid:8545"))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void givesUpOnAnEndpointThatNeverAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();

      assertThatThrownBy(() -> reader("http://127.0.0.1:" + silent.getLocalPort()))
          .isInstanceOf(RemoteException.class);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(Patience.DEFAULT.call()).isLessThan(Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>hello</html>",
        "",
        "{}",
        "[]",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"many\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0xffffffffffffffffffff\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no such method\"}}"
      })
  void saysThatAnEndpointIsNoJsonRpc(String body) throws IOException {
    assertThatThrownBy(() -> answeredWith(new MockResponse.Builder().body(body).build()))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("RPC")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void saysTheHttpStatusAndKeepsTheTokenInTheUrlToItself() throws IOException {
    assertThatThrownBy(
            () -> answeredWith(new MockResponse.Builder().code(404).body("<p>gone</p>").build()))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("HTTP 404")
        .hasMessageNotContaining("gone")
        .hasMessageNotContaining("secret-token");
  }

  @Test
  void refusesAReplyWithoutEnd() {
    String endless = "{\"result\":\"" + "x".repeat(5 << 20) + "\"}";

    assertThatThrownBy(() -> answeredWith(new MockResponse.Builder().body(endless).build()))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("longer than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x00000000000000000000000000000000000000aa",
        "eip155:0:0x00000000000000000000000000000000000000aa",
        "eip155:314:0xaa",
        "fil:314:0x00000000000000000000000000000000000000aa"
      })
  void refusesWhatNamesNoLedger(String id) {
    assertThatThrownBy(() -> EvmLedger.reader(URI.create("http://127.0.0.1:1"), id))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("eip155:CHAIN_ID:0xCONTRACT");
  }

  @Test
  void refusesAUrlThatIsNoHttp() {
    assertThatThrownBy(() -> Network.of(URI.create("ws://127.0.0.1:8545")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void reader(String url) {
    EvmLedger.reader(Network.of(URI.create(url)), NOBODY, SHORT).close();
  }

  private static void answeredWith(MockResponse response) throws IOException {
    try (MockWebServer server = new MockWebServer()) {
      server.enqueue(response);
      server.start();
      reader(server.url("/secret-token").toString());
    }
  }
}
