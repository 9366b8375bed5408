package dev.carrack.compute.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.compute.Bytes;
import dev.carrack.compute.GpuOffer;
import dev.carrack.compute.Job;
import dev.carrack.compute.Limits;
import dev.carrack.compute.Location;
import dev.carrack.compute.Money;
import dev.carrack.compute.Plan;
import dev.carrack.compute.Planner;
import dev.carrack.compute.Site;
import dev.carrack.compute.near.GeoPoint;
import dev.carrack.compute.node.ComputeEndpoint;
import dev.carrack.compute.node.NearData;
import dev.carrack.compute.node.NodeInfo;
import dev.carrack.compute.node.Task;
import dev.carrack.compute.node.TaskResult;
import dev.carrack.compute.node.TaskStore;
import dev.carrack.compute.wasm.Modules;
import dev.carrack.compute.wasm.WasmFunction;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.FunctionException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.RejectedException;
import dev.carrack.core.RemoteException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.provenance.Ed25519Signer;
import dev.carrack.core.unixfs.UnixFs;
import dev.carrack.storage.Artifacts;
import dev.carrack.storage.http.TrustlessGateway;
import dev.carrack.storage.node.EmbeddedNode;
import dev.carrack.storage.node.NodeOptions;
import dev.carrack.storage.node.NodeReply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes on loopback; a mock server only where a node has to lie. */
class NearNodeTest {
  private static final Node NONE = Node.map(Map.of());
  private static final Limits CEILING = Limits.defaults().withTime(Duration.ofSeconds(30));
  private static final Limits SHORT = CEILING.withTime(Duration.ofMillis(1500));

  @TempDir Path folder;

  private Artifacts artifacts;
  private ComputeEndpoint endpoint;
  private EmbeddedNode node;
  private NearNode near;
  private Cid data;
  private byte[] table;

  @BeforeEach
  void start() throws IOException {
    artifacts = Artifacts.open(folder.resolve("lake"));
    table = ("id, name\r\n" + "1,Ann\r\n2, NA\r\n".repeat(100_000)).getBytes(UTF_8);
    data = artifacts.add(Files.write(folder.resolve("table.csv"), table));
    NearData nearData = NearData.over(TaskStore.of(artifacts), Ed25519Signer.generate());
    Site site =
        Site.of("lisbon")
            .withLocation(Location.of("PT", 38.7, -9.1))
            .withEngines(Site.WASM)
            .withCpuPerHour(Money.usd("0.05"))
            .withTraffic(Money.usd("0.02"), Money.usd("0"));
    List<GpuOffer> gpus = List.of(GpuOffer.of("a10", "node", "lisbon", 1));
    endpoint =
        ComputeEndpoint.of(nearData, new NodeInfo(site, gpus, CEILING, nearData.executor()), 1);
    node = EmbeddedNode.start(NodeOptions.serving(artifacts.blocks()).with(endpoint));
    near = NearNode.at(node.uri());
  }

  @AfterEach
  void stop() {
    near.close();
    node.close();
    endpoint.close();
    artifacts.close();
  }

  @Test
  void onlyTheFunctionAndTheReceiptMove() throws IOException {
    WasmFunction clean = WasmFunction.cleanCsv();

    TaskResult result = near.run(clean, data, Map.of("drop", "null"));

    long moved = near.bytesSent() + near.bytesReceived();
    System.out.printf(
        "clean-csv near %d bytes of data: %d bytes moved, of them %d the function%n",
        table.length, moved, clean.block().size());
    assertThat(near.bytesSent()).isLessThan(clean.block().size() + 1000L);
    assertThat(near.bytesReceived()).isLessThan(5000L);
    assertThat(node.bytesServed()).isEqualTo(near.bytesReceived());
    assertThat(moved).isLessThan(table.length / 50);
    try (var gateway = TrustlessGateway.of(node.uri());
        var out = UnixFs.open(gateway, result.output())) {
      assertThat(new String(out.readAllBytes(), UTF_8))
          .isEqualTo("id,name\n" + "1,Ann\n".repeat(100_000));
    }
    assertThat(result.receipt().executor()).isEqualTo(near.info().executor());
    assertThat(near.run(clean, data, Node.map().put("drop", "null").build())).isEqualTo(result);
  }

  @Test
  void saysWhatItOffers() {
    NodeInfo info = near.info();

    assertThat(info).isEqualTo(endpoint.info());
    assertThat(near.has(data)).isTrue();
    assertThat(near.has(Cid.of(Codec.RAW, new byte[3]))).isFalse();
  }

  @Test
  void passesOnWhyAFunctionFailed() {
    WasmFunction trap = Modules.load("grow");

    assertThatThrownBy(() -> near.run(trap, data, NONE))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining(trap.cid().toString())
        .hasMessageContaining("its limit is 512; look for a leak, or allow more pages");
    assertThatThrownBy(() -> near.run(Modules.load("clock"), data, NONE))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining("imports 'env.now'");
  }

  @Test
  void aLongTaskIsWaitedForAndItsEndIsKnownLater() {
    WasmFunction loop = Modules.load("loop");
    near.send(loop);
    Task task = new Task(loop.cid(), data, NONE, SHORT);

    assertThatThrownBy(() -> near.run(task, Duration.ofSeconds(20)))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining("time limit of 1500 ms");
  }

  @Test
  void refusesOneTaskTooMany() throws Exception {
    WasmFunction loop = Modules.load("loop");
    near.send(loop);
    near.send(WasmFunction.cleanCsv());
    Task endless = new Task(loop.cid(), data, NONE, SHORT);
    Task other = new Task(WasmFunction.cleanCsv().cid(), data, NONE, CEILING);
    assertThatThrownBy(() -> near.run(endless, Duration.ZERO))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("it still runs");

    assertThatThrownBy(() -> near.run(other, Duration.ofSeconds(5)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("the node runs 1 tasks already; ask again in a while");
  }

  @Test
  void refusesWhatItCannotAllow() {
    WasmFunction clean = WasmFunction.cleanCsv();
    near.send(clean);
    Duration wait = Duration.ofSeconds(5);
    Cid absent = Cid.of(Codec.RAW, new byte[] {9});

    assertThatThrownBy(() -> near.run(new Task(clean.cid(), data, NONE, Limits.defaults()), wait))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("ask for less");
    assertThatThrownBy(() -> near.run(new Task(clean.cid(), absent, NONE, CEILING), wait))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(absent.toString());
    assertThatThrownBy(() -> near.run(new Task(absent, data, NONE, CEILING), wait))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("send its module first");
    assertThatThrownBy(
            () ->
                near.run(
                    new Task(
                        clean.cid(),
                        data,
                        Node.map().put("x", "y".repeat(70_000)).build(),
                        CEILING),
                    wait))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("a task has at most 65536 bytes");
  }

  @Test
  void answersOnlyItsOwnPaths() throws Exception {
    var calls = new Calls(okhttp3.HttpUrl.get(node.uri()), Duration.ofSeconds(5));
    try (calls) {
      assertThat(calls.get(calls.url("v1/other")).status()).isEqualTo(404);
      assertThat(calls.get(calls.url("v1/tasks/nonsense")).status()).isEqualTo(400);
      assertThat(calls.get(calls.url("v1/tasks/" + data)).status()).isEqualTo(404);
      assertThat(calls.post(calls.url("v1/tasks"), "{\"v\":1}".getBytes(UTF_8)).status())
          .isEqualTo(400);
      assertThat(calls.post(calls.url("v1/tasks"), "{".getBytes(UTF_8)).status()).isEqualTo(400);
      assertThat(calls.post(calls.url("v1/functions"), "no".getBytes(UTF_8)).status())
          .isEqualTo(422);
      assertThat(calls.post(calls.url("v1/functions"), new byte[(2 << 20) + 1]).status())
          .isEqualTo(413);
      assertThat(calls.get(calls.url("ipfs/" + data + "?format=raw")).status()).isNotEqualTo(200);
    }
  }

  @Test
  void aReceiptThatIsNotForTheTaskOrNotSignedIsRefused() {
    WasmFunction clean = WasmFunction.cleanCsv();
    TaskResult honest = near.run(clean, data, NONE);
    Node envelope = DagJson.decode(honest.envelope().bytes());
    Node broken =
        Node.map()
            .put("payload", envelope.at("payload"))
            .put("payloadType", envelope.at("payloadType"))
            .put(
                "signatures",
                Node.list(
                    List.of(
                        Node.map()
                            .put("keyid", envelope.at("signatures").items().get(0).at("keyid"))
                            .put("sig", "A".repeat(86) + "==")
                            .build())))
            .build();
    Task other = new Task(clean.cid(), clean.cid(), NONE, CEILING);
    Task same = new Task(clean.cid(), data, NONE, CEILING);

    assertThatThrownBy(() -> answering(envelope, liar -> liar.run(other, Duration.ofSeconds(5))))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("is not for task " + other.cid());
    assertThatThrownBy(() -> answering(broken, liar -> liar.run(same, Duration.ofSeconds(5))))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("does not fit the signed bytes");
    assertThatThrownBy(() -> answering(NONE, liar -> liar.run(same, Duration.ofSeconds(5))))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void anEndlessAnswerIsCutOff() throws IOException {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(
          new MockResponse.Builder().body(new Buffer().write(new byte[9 << 20])).build());
      try (NearNode liar = NearNode.at(server.url("/").uri())) {
        assertThatThrownBy(liar::info)
            .isInstanceOf(RemoteException.class)
            .hasMessageContaining("answered more than 8388608 bytes");
      }
    }
  }

  @Test
  void anAbsentNodeIsNamed() {
    URI gone = node.uri();
    node.close();

    assertThatThrownBy(near::info)
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining(gone.toString())
        .hasMessageContaining("check that a node listens there");
  }

  @Test
  void anInterruptEndsTheCallAtOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (EmbeddedNode silent =
            EmbeddedNode.start(
                NodeOptions.serving(artifacts.blocks())
                    .with(
                        request -> {
                          asked.countDown();
                          try {
                            release.await(20, TimeUnit.SECONDS);
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                          return Optional.of(NodeReply.text(500, "late"));
                        }));
        NearNode client = NearNode.at(silent.uri())) {
      var executor = Executors.newSingleThreadExecutor();
      Future<?> call = executor.submit(client::info);
      asked.await();
      executor.shutdownNow();

      assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(CancelledException.class);
      release.countDown();
    }
  }

  @Test
  void thePlannerPlacesTheFunctionAtTheNodeThatHoldsTheData() throws IOException {
    try (Artifacts empty = Artifacts.open(folder.resolve("other"))) {
      NearData elsewhere = NearData.over(TaskStore.of(empty), Ed25519Signer.generate());
      Site osaka =
          Site.from(near.info().site().toNode()).withLocation(Location.of("JP", 34.7, 135.5));
      Site named =
          Site.of("osaka")
              .withLocation(osaka.location())
              .withEngines(Site.WASM)
              .withCpuPerHour(Money.usd("0.05"))
              .withTraffic(Money.usd("0.02"), Money.usd("0"));
      try (ComputeEndpoint second =
              ComputeEndpoint.of(
                  elsewhere, new NodeInfo(named, List.of(), CEILING, elsewhere.executor()));
          EmbeddedNode other =
              EmbeddedNode.start(NodeOptions.serving(empty.blocks()).with(second));
          NearNode far = NearNode.at(other.uri())) {
        NodeOffers offers = NodeOffers.of(List.of(far, near));
        assertThat(offers.holders(data)).containsExactly("lisbon");

        Plan plan =
            Planner.over(offers)
                .place(
                    Job.function(WasmFunction.cleanCsv().cid())
                        .input(data, Bytes.of(table.length))
                        .heldBy(offers.holders(data).toArray(String[]::new))
                        .reading(Bytes.of(50_000_000)));

        assertThat(plan.best()).hasToString("run near the data at lisbon");
        assertThat(plan.best().site().endpoint()).contains(node.uri());
        assertThat(plan.placements()).hasSize(2);
        // Loopback answers in no time, so from Lisbon a claim of Osaka cannot be true.
        assertThat(offers.observedFrom(new GeoPoint(38.7, -9.1)).list().sites())
            .extracting(site -> site.location().source())
            .containsExactly(Location.Source.IMPOSSIBLE, Location.Source.DECLARED);
      }
    }
  }

  private interface Question {
    void ask(NearNode liar);
  }

  private static void answering(Node receipt, Question question) throws IOException {
    Node body = Node.map().put("state", "done").put("receipt", receipt).build();
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(
          new MockResponse.Builder().body(new Buffer().write(DagJson.encode(body))).build());
      try (NearNode liar = NearNode.at(server.url("/").uri())) {
        question.ask(liar);
      }
    }
  }
}
