package dev.carrack.storage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.RemoteException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TrustlessGatewayTest {

  private static final Block BLOCK =
      Block.of(Codec.RAW, "hello world".getBytes(StandardCharsets.UTF_8));
  private static final GatewayOptions QUICK =
      GatewayOptions.defaults()
          .withBlock(Duration.ofMillis(700))
          .withIdle(Duration.ofMillis(500))
          .withConnect(Duration.ofSeconds(5));

  private final MockWebServer first = new MockWebServer();
  private final MockWebServer second = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    first.start();
    second.start();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void asksForARawBlockByHeaderAndByQuery() throws InterruptedException {
    first.enqueue(ok(BLOCK.bytes()));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThat(gateway.get(BLOCK.cid())).contains(BLOCK);
    }

    RecordedRequest request = first.takeRequest();
    assertThat(request.getTarget())
        .isEqualTo("/ipfs/bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e?format=raw");
    assertThat(request.getHeaders().get("Accept")).isEqualTo("application/vnd.ipld.raw");
  }

  @Test
  void keepsThePathOfAGatewayThatHasOne() throws InterruptedException {
    first.enqueue(ok(BLOCK.bytes()));

    try (var gateway = TrustlessGateway.of(uri(first).resolve("/some/where/"))) {
      gateway.get(BLOCK.cid());
    }

    assertThat(first.takeRequest().getTarget()).startsWith("/some/where/ipfs/baf");
  }

  @Test
  void neverHandsOutBytesOfAnotherHash() {
    first.enqueue(ok("hello wurld".getBytes(StandardCharsets.UTF_8)));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.get(BLOCK.cid()))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContainingAll(BLOCK.cid().toString(), host(first));
    }
  }

  @Test
  void goesOnToTheNextPeerWhenOneLies() {
    first.enqueue(ok("hello wurld".getBytes(StandardCharsets.UTF_8)));
    second.enqueue(ok(BLOCK.bytes()));

    try (var gateway = TrustlessGateway.of(uri(first), uri(second))) {
      assertThat(gateway.get(BLOCK.cid())).contains(BLOCK);
    }
  }

  @Test
  void goesOnToTheNextPeerWhenOneIsDown() throws IOException {
    URI dead;
    try (ServerSocket free = new ServerSocket(0)) {
      dead = URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
    second.enqueue(ok(BLOCK.bytes()));

    try (var gateway = TrustlessGateway.of(dead, uri(second))) {
      assertThat(gateway.get(BLOCK.cid())).contains(BLOCK);
    }
  }

  @Test
  void asksThePeerThatDeliveredFirstNextTime() {
    first.enqueue(status(500));
    second.enqueue(ok(BLOCK.bytes()));
    second.enqueue(ok(BLOCK.bytes()));

    try (var gateway = TrustlessGateway.of(uri(first), uri(second))) {
      gateway.get(BLOCK.cid());
      gateway.get(BLOCK.cid());
    }

    assertThat(first.getRequestCount()).isEqualTo(1);
    assertThat(second.getRequestCount()).isEqualTo(2);
  }

  @Test
  void isEmptyWhereEveryPeerSaysNotFound() {
    first.enqueue(status(404));
    second.enqueue(status(410));

    try (var gateway = TrustlessGateway.of(uri(first), uri(second))) {
      assertThat(gateway.get(BLOCK.cid())).isEmpty();
    }
  }

  @Test
  void namesPeerAndStatusWhereAPeerFails() {
    first.enqueue(status(500));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.get(BLOCK.cid()))
          .isInstanceOf(RemoteException.class)
          .hasMessageContainingAll(BLOCK.cid().toString(), host(first), "500");
    }
  }

  @Test
  void reportsALieRatherThanASilence() {
    first.enqueue(status(500));
    second.enqueue(ok(new byte[] {1}));

    try (var gateway = TrustlessGateway.of(uri(first), uri(second))) {
      assertThatThrownBy(() -> gateway.get(BLOCK.cid()))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(host(second))
          .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }
  }

  @Test
  void refusesABlockOfMoreThanTwoMebibytes() {
    byte[] big = new byte[Block.MAX_SIZE + 1];
    first.enqueue(
        new MockResponse.Builder().code(200).chunkedBody(new Buffer().write(big), 65_536).build());

    try (var gateway = TrustlessGateway.of(uri(first))) {
      Cid cid = Cid.of(Codec.RAW, big);
      assertThatThrownBy(() -> gateway.get(cid))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("more than 2097152 bytes");
      assertThat(gateway.bytesReceived()).isLessThanOrEqualTo(Block.MAX_SIZE + 1);
    }
  }

  @Test
  void takesABlockOfExactlyTwoMebibytes() {
    Block block = Block.adopt(Codec.RAW, new byte[Block.MAX_SIZE]);
    first.enqueue(ok(block.bytes()));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThat(gateway.get(block.cid())).contains(block);
      assertThat(gateway.bytesReceived()).isEqualTo(Block.MAX_SIZE);
    }
  }

  @Test
  void tellsATruncatedAnswerFromAWholeOne() {
    first.enqueue(
        new MockResponse.Builder()
            .body(new Buffer().write(new byte[100_000]))
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.get(BLOCK.cid()))
          .isInstanceOf(RemoteException.class)
          .hasMessageContainingAll(BLOCK.cid().toString(), host(first));
    }
  }

  @Test
  void givesUpOnASilentPeerAndAsksTheNext() {
    first.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    second.enqueue(ok(BLOCK.bytes()));

    try (var gateway = TrustlessGateway.of(QUICK, List.of(uri(first), uri(second)))) {
      assertThat(gateway.get(BLOCK.cid())).contains(BLOCK);
    }
  }

  @Test
  void givesUpOnAPeerThatDripsBeyondTheDeadline() {
    first.enqueue(
        new MockResponse.Builder()
            .body(new Buffer().write(new byte[4096]))
            .throttleBody(1, 100, TimeUnit.MILLISECONDS)
            .build());

    try (var gateway = TrustlessGateway.of(QUICK, List.of(uri(first)))) {
      assertThatThrownBy(() -> gateway.get(BLOCK.cid()))
          .isInstanceOf(RemoteException.class)
          .hasMessageContainingAll("700 ms", host(first));
    }
  }

  @Test
  void anInterruptCancelsTheRequestAndKeepsTheFlag() throws InterruptedException {
    first.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    CountDownLatch done = new CountDownLatch(1);

    try (var gateway = TrustlessGateway.of(uri(first))) {
      Thread reader =
          new Thread(
              () -> {
                try {
                  gateway.get(BLOCK.cid());
                } catch (RuntimeException e) {
                  thrown.set(e);
                  flag.set(Thread.currentThread().isInterrupted());
                }
                done.countDown();
              });
      reader.start();
      first.takeRequest();
      reader.interrupt();
      assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(thrown.get()).isInstanceOf(CancelledException.class);
    assertThat(flag).isTrue();
  }

  @Test
  void followsARedirectOnTheSameHost() {
    first.enqueue(redirect(uri(second).resolve("/elsewhere").toString()));
    second.enqueue(ok(BLOCK.bytes()));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThat(gateway.get(BLOCK.cid())).contains(BLOCK);
    }
  }

  @Test
  void refusesARedirectIntoThePrivateNetwork() {
    first.enqueue(redirect("http://169.254.169.254/latest/meta-data"));
    second.enqueue(redirect("http://localhost:" + first.getPort() + "/"));
    String byNumber = "http://127.0.0.1:" + second.getPort();

    try (var gateway = TrustlessGateway.of(uri(first));
        var other = TrustlessGateway.of(URI.create(byNumber))) {
      assertThatThrownBy(() -> gateway.get(BLOCK.cid()))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("private address");
      assertThatThrownBy(() -> other.get(BLOCK.cid()))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("private address");
    }
    assertThat(first.getRequestCount()).isEqualTo(1);
  }

  @Test
  void stopsAfterFiveRedirects() {
    for (int i = 0; i < 10; i++) {
      first.enqueue(redirect(uri(first).resolve("/again").toString()));
    }

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.get(BLOCK.cid())).hasMessageContaining("5 redirects");
    }
    assertThat(first.getRequestCount()).isEqualTo(6);
  }

  @Test
  void knowsIdentityBlocksWithoutAsking() {
    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThat(gateway.get(Cid.parse("bafkqaaa")))
          .hasValueSatisfying(b -> assertThat(b.size()).isZero());
      assertThat(gateway.has(Cid.parse("bafkqaaa"))).isTrue();
    }
    assertThat(first.getRequestCount()).isZero();
  }

  @Test
  void asksByHeadWhetherAPeerHasABlock() throws InterruptedException {
    first.enqueue(status(404));
    second.enqueue(new MockResponse.Builder().code(200).build());

    try (var gateway = TrustlessGateway.of(uri(first), uri(second))) {
      assertThat(gateway.has(BLOCK.cid())).isTrue();
    }
    assertThat(first.takeRequest().getMethod()).isEqualTo("HEAD");
  }

  @Test
  void leavesNoThreadBehindWhenClosed() throws InterruptedException {
    first.enqueue(ok(BLOCK.bytes()));
    var gateway = TrustlessGateway.of(uri(first));
    gateway.get(BLOCK.cid());
    List<Thread> own =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("carrack-http-interrupts"))
            .toList();

    gateway.close();
    gateway.close();

    assertThat(own).isNotEmpty();
    for (Thread thread : own) {
      thread.join(5_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void saysThatItIsClosed() {
    var gateway = TrustlessGateway.of(uri(first));
    gateway.close();

    assertThatThrownBy(() -> gateway.get(BLOCK.cid()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void refusesWhatIsNoGatewayAddress() {
    assertThatThrownBy(() -> TrustlessGateway.of(URI.create("ftp://example.org")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TrustlessGateway.of(URI.create("http://example.org/?x=1")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TrustlessGateway.of(URI.create("http://me:s3cret@example.org")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  static URI uri(MockWebServer server) {
    return URI.create("http://localhost:" + server.getPort());
  }

  static String host(MockWebServer server) {
    return "localhost:" + server.getPort();
  }

  static MockResponse ok(byte[] body) {
    return new MockResponse.Builder().code(200).body(new Buffer().write(body)).build();
  }

  static MockResponse status(int code) {
    return new MockResponse.Builder().code(code).build();
  }

  private static MockResponse redirect(String location) {
    return new MockResponse.Builder().code(307).addHeader("Location", location).build();
  }
}
