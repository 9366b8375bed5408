package dev.carrack.storage.http;

import static dev.carrack.storage.http.TrustlessGatewayTest.host;
import static dev.carrack.storage.http.TrustlessGatewayTest.ok;
import static dev.carrack.storage.http.TrustlessGatewayTest.status;
import static dev.carrack.storage.http.TrustlessGatewayTest.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.Multihash;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.RemoteException;
import dev.carrack.core.StorageException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
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
class DagFetchTest {

  private static final Block A = raw("leaf a");
  private static final Block B = raw("leaf b");
  private static final Block MIDDLE = node(A, B);
  private static final Block C = raw("leaf c");
  private static final Block ROOT = node(MIDDLE, C, A);

  private final MockWebServer first = new MockWebServer();
  private final MockWebServer second = new MockWebServer();
  private final MemoryBlockStore sink = new MemoryBlockStore();

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
  void fetchesAGraphInOneRequest() throws InterruptedException {
    byte[] car = CarBytes.of(ROOT.cid(), ROOT, MIDDLE, A, B, C);
    first.enqueue(ok(car));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      long bytes = gateway.fetch(ROOT.cid(), sink);

      assertThat(bytes).isEqualTo(Stream.of(ROOT, MIDDLE, A, B, C).mapToLong(Block::size).sum());
      assertThat(gateway.bytesReceived()).isEqualTo(car.length);
    }
    assertWhole();
    assertThat(first.takeRequest().getTarget())
        .isEqualTo(
            "/ipfs/"
                + ROOT.cid()
                + "?format=car&dag-scope=all&car-version=1&car-order=dfs&car-dups=n");
  }

  @Test
  void passesOverAPeerWhoseCarNobodyCanCheck() {
    byte[] unknownHash = {1, 0x55, 0x55, 4, 1, 2, 3, 4}; // a CID of a function that does not exist
    byte[] lie = CarBytes.lie(Cid.decode(unknownHash), new byte[] {5});
    byte[] header = CarBytes.of(ROOT.cid());
    byte[] newer = header.clone();
    newer[newer.length - 1] = 9; // the version
    for (byte[] car : List.of(concat(header, lie), newer)) {
      first.enqueue(ok(car));
      second.enqueue(ok(CarBytes.of(ROOT.cid(), ROOT, MIDDLE, A, B, C)));
      MemoryBlockStore fresh = new MemoryBlockStore();

      try (var gateway = TrustlessGateway.of(uri(first), uri(second))) {
        gateway.fetch(ROOT.cid(), fresh);
      }

      assertThat(fresh.has(B.cid())).isTrue();
    }
  }

  @Test
  void passesOverAPeerThatClaimsANegativeLength() {
    MockResponse negative =
        new MockResponse.Builder()
            .code(200)
            .body(new Buffer().write(A.bytes()))
            .setHeader("Content-Length", "-5")
            .build();
    first.enqueue(negative);
    second.enqueue(ok(A.bytes()));
    first.enqueue(negative);
    second.enqueue(ok(CarBytes.of(ROOT.cid(), ROOT, MIDDLE, A, B, C)));

    try (var gateway = TrustlessGateway.of(uri(first), uri(second))) {
      assertThat(gateway.get(A.cid())).contains(A);
    }
    try (var gateway = TrustlessGateway.of(uri(first), uri(second))) {
      gateway.fetch(ROOT.cid(), sink);
    }
    assertWhole();
  }

  @Test
  void saysThatARootCannotBeCheckedWithoutAskingAnyone() {
    Cid unknown = Cid.of(Codec.DAG_CBOR, Multihash.of(0x55, new byte[32]));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.fetch(unknown, sink))
          .isInstanceOf(UnsupportedVersionException.class);
    }
    assertThat(first.getRequestCount()).isZero();
  }

  @Test
  void fetchesARawRootAsABlock() throws InterruptedException {
    first.enqueue(ok(A.bytes()));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      gateway.fetch(A.cid(), sink);
    }
    assertThat(sink.get(A.cid())).contains(A);
    assertThat(first.takeRequest().getTarget()).endsWith("?format=raw");
  }

  @Test
  void takesRepeatsThatWereNotAskedFor() {
    first.enqueue(ok(CarBytes.of(ROOT.cid(), ROOT, MIDDLE, A, B, C, A)));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      gateway.fetch(ROOT.cid(), sink);
    }
    assertWhole();
  }

  @Test
  void aCutCarIsNeverTakenForAWholeOne() {
    first.setDispatcher(byFormat(ok(CarBytes.of(ROOT.cid(), ROOT, MIDDLE, A)), status(404), 1));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.fetch(ROOT.cid(), sink))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining(C.cid().toString());
    }
  }

  @Test
  void whatOnePeerLeavesOutComesFromTheNext() {
    first.setDispatcher(byFormat(ok(CarBytes.of(ROOT.cid(), ROOT, MIDDLE, A)), status(404), 1));
    second.setDispatcher(serving(A, B, C));

    try (var gateway = TrustlessGateway.of(uri(first), uri(second))) {
      gateway.fetch(ROOT.cid(), sink);
    }
    assertWhole();
  }

  @Test
  void aConnectionThatBreaksMidwayIsContinuedElsewhere() {
    byte[] car = CarBytes.of(ROOT.cid(), ROOT, MIDDLE, A, B, C);
    byte[] cut = Arrays.copyOf(car, car.length - 30);
    first.enqueue(
        new MockResponse.Builder()
            .body(new Buffer().write(cut))
            .setHeader("Content-Length", car.length)
            .onResponseEnd(new SocketEffect.CloseSocket())
            .build());
    second.enqueue(ok(C.bytes()));

    try (var gateway = TrustlessGateway.of(uri(first), uri(second))) {
      gateway.fetch(ROOT.cid(), sink);
    }
    assertWhole();
  }

  @Test
  void aLieInACarStopsBeforeTheSink() {
    byte[] bytes =
        concat(CarBytes.of(ROOT.cid(), ROOT), CarBytes.lie(MIDDLE.cid(), new byte[] {1, 2}));
    first.setDispatcher(byFormat(ok(bytes), status(404), Integer.MAX_VALUE));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.fetch(ROOT.cid(), sink))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(MIDDLE.cid().toString());
    }
    assertThat(sink.has(MIDDLE.cid())).isFalse();
  }

  @Test
  void aLyingRootIsAnIntegrityErrorNamingThePeer() {
    first.enqueue(ok(concat(CarBytes.of(ROOT.cid()), CarBytes.lie(ROOT.cid(), new byte[10]))));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.fetch(ROOT.cid(), sink))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContainingAll(ROOT.cid().toString(), host(first));
    }
    assertThat(sink.size()).isZero();
  }

  @Test
  void blocksThatNobodyAskedForDoNotReachTheSink() {
    Block junk = raw("junk");
    first.setDispatcher(
        byFormat(ok(CarBytes.of(ROOT.cid(), junk, ROOT)), status(404), Integer.MAX_VALUE));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.fetch(ROOT.cid(), sink))
          .isInstanceOf(NotFoundException.class);
    }
    assertThat(sink.has(junk.cid())).isFalse();
  }

  @Test
  void aCarInAnotherOrderIsFetchedBlockByBlock() {
    Dispatcher blocks = serving(ROOT, MIDDLE, A, B, C);
    first.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            return request.getTarget().contains("format=car")
                ? ok(CarBytes.of(ROOT.cid(), A, B, C, MIDDLE, ROOT))
                : blocks.dispatch(request);
          }
        });

    try (var gateway = TrustlessGateway.of(uri(first))) {
      gateway.fetch(ROOT.cid(), sink);
    }
    assertWhole();
  }

  @Test
  void aPeerWithoutCarsIsFetchedBlockByBlock() {
    first.setDispatcher(serving(ROOT, MIDDLE, A, B, C));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      gateway.fetch(ROOT.cid(), sink);
    }
    assertWhole();
  }

  @Test
  void aPeerThatStallsMidwayIsGivenUp() {
    byte[] car = CarBytes.of(ROOT.cid(), ROOT, MIDDLE, A, B, C);
    first.enqueue(
        new MockResponse.Builder()
            .body(new Buffer().write(car))
            .throttleBody(10, 10, TimeUnit.SECONDS)
            .build());

    try (var gateway =
        TrustlessGateway.of(
            GatewayOptions.defaults().withIdle(Duration.ofMillis(300)), List.of(uri(first)))) {
      assertThatThrownBy(() -> gateway.fetch(ROOT.cid(), sink))
          .isInstanceOf(RemoteException.class)
          .hasMessageContainingAll(ROOT.cid().toString(), host(first));
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInterruptMidwayCancelsAndKeepsTheFlag() throws InterruptedException {
    byte[] car = CarBytes.of(ROOT.cid(), ROOT, MIDDLE, A, B, C);
    first.enqueue(
        new MockResponse.Builder()
            .body(new Buffer().write(car))
            .throttleBody(car.length - 20, 20, TimeUnit.SECONDS)
            .build());
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    CountDownLatch arrived = new CountDownLatch(4);

    try (var gateway = TrustlessGateway.of(uri(first))) {
      Thread fetcher =
          new Thread(
              () -> {
                try {
                  gateway.fetch(ROOT.cid(), block -> arrived.countDown());
                } catch (RuntimeException e) {
                  thrown.set(e);
                  flag.set(Thread.currentThread().isInterrupted());
                }
              });
      fetcher.start();
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
      fetcher.interrupt();
      fetcher.join(5_000);
    }

    assertThat(thrown.get()).isInstanceOf(CancelledException.class);
    assertThat(flag).isTrue();
  }

  @Test
  void whatIsNoCarIsTheFaultOfThePeer() {
    first.enqueue(ok("<html>sign in to this network</html>".getBytes(StandardCharsets.UTF_8)));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.fetch(ROOT.cid(), sink))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining(host(first));
    }
  }

  @Test
  void anEmptyCarIsNoAnswer() {
    first.enqueue(ok(CarBytes.of(ROOT.cid())));

    try (var gateway = TrustlessGateway.of(uri(first))) {
      assertThatThrownBy(() -> gateway.fetch(ROOT.cid(), sink))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("first block");
    }
  }

  @Test
  void aSinkThatFailsEndsTheFetch() {
    first.enqueue(ok(CarBytes.of(ROOT.cid(), ROOT, MIDDLE, A, B, C)));

    try (var gateway = TrustlessGateway.of(uri(first), uri(second))) {
      assertThatThrownBy(
              () ->
                  gateway.fetch(
                      ROOT.cid(),
                      block -> {
                        throw new StorageException("disk full", "");
                      }))
          .isInstanceOf(StorageException.class);
    }
    assertThat(second.getRequestCount()).isZero();
  }

  private void assertWhole() {
    for (Block block : List.of(ROOT, MIDDLE, A, B, C)) {
      assertThat(sink.get(block.cid())).contains(block);
    }
    assertThat(sink.size()).isEqualTo(5);
  }

  /** Answers the first requests for CARs with {@code car}, all others with {@code other}. */
  private static Dispatcher byFormat(MockResponse car, MockResponse other, int times) {
    int[] left = {times};
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return request.getTarget().contains("format=car") && left[0]-- > 0 ? car : other;
      }
    };
  }

  /** Serves raw blocks and refuses CARs. */
  private static Dispatcher serving(Block... blocks) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        if (request.getTarget().contains("format=car")) {
          return status(406);
        }
        return Stream.of(blocks)
            .filter(block -> request.getTarget().contains(block.cid().toString()))
            .map(block -> ok(block.bytes()))
            .findFirst()
            .orElse(status(404));
      }
    };
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] out = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, out, first.length, second.length);
    return out;
  }

  private static Block raw(String text) {
    return Block.of(Codec.RAW, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Block node(Block... children) {
    List<Node> links = Stream.of(children).map(Block::cid).map((Cid cid) -> Node.of(cid)).toList();
    return Block.of(Codec.DAG_CBOR, DagCbor.encode(Node.list(links)));
  }
}
