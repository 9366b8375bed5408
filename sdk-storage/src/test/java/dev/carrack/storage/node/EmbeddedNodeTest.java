package dev.carrack.storage.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.FunctionException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedNodeTest {

  private static final Block HELLO = Block.of(Codec.RAW, "hello world".getBytes(UTF_8));
  private static final Cid PIECE = Cid.of(Codec.RAW, new byte[] {1});
  private static final String PIECE_TEXT = "0123456789";
  private static final String RAW_HELLO = "/ipfs/" + HELLO.cid() + "?format=raw";

  private final HttpClient client = HttpClient.newHttpClient();
  private final MemoryBlockStore blocks = new MemoryBlockStore();
  @TempDir Path dir;
  private EmbeddedNode node;

  @BeforeEach
  void start() throws IOException {
    blocks.put(HELLO);
    Path piece = Files.writeString(dir.resolve("piece"), PIECE_TEXT);
    node =
        EmbeddedNode.start(
            NodeOptions.serving(blocks)
                .withPieces(cid -> cid.equals(PIECE) ? open(piece) : Optional.empty())
                .with(EmbeddedNodeTest::extension));
  }

  private static Optional<SeekableByteChannel> open(Path path) throws IOException {
    return Optional.of(Files.newByteChannel(path));
  }

  private static Optional<NodeReply> extension(NodeRequest request) throws IOException {
    if (request.path().equals("/v1/echo")) {
      return Optional.of(NodeReply.json(200, request.body().readAllBytes()));
    } else if (request.path().equals("/v1/fail")) {
      throw new FunctionException("function x trapped", "mend it");
    } else if (request.path().equals("/v1/bug")) {
      throw new IllegalStateException("/secret/path");
    }
    return Optional.empty();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void listensOnLoopbackUnlessToldOtherwise() {
    assertThat(node.uri().getHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void servesRawBlocksByFormatParameter() throws Exception {
    HttpResponse<byte[]> reply = get(RAW_HELLO);

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(HELLO.bytes());
    assertThat(reply.headers().firstValue("content-type")).contains("application/vnd.ipld.raw");
  }

  @Test
  void servesRawBlocksByAcceptHeader() throws Exception {
    HttpRequest request =
        request("/ipfs/" + HELLO.cid()).header("Accept", "application/vnd.ipld.raw").build();

    assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(HELLO.bytes());
  }

  @Test
  void answersHeadWithLengthAndNoBody() throws Exception {
    HttpRequest request =
        request(RAW_HELLO).method("HEAD", HttpRequest.BodyPublishers.noBody()).build();

    HttpResponse<byte[]> reply = client.send(request, BodyHandlers.ofByteArray());

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("content-length")).contains("11");
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void answersTheIdentityProbe() throws Exception {
    HttpResponse<byte[]> reply = get("/ipfs/bafkqaaa?format=raw");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void answers304WhereTheReaderHasTheBlock() throws Exception {
    HttpRequest request =
        request(RAW_HELLO).header("If-None-Match", "\"" + HELLO.cid() + ".raw\"").build();

    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(304);
  }

  @Test
  void namesAnAbsentBlock() throws Exception {
    Cid absent = Cid.of(Codec.RAW, "absent".getBytes(UTF_8));

    HttpResponse<byte[]> reply = get("/ipfs/" + absent + "?format=raw");

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(new String(reply.body(), UTF_8)).contains(absent.toString());
  }

  @Test
  void refusesWhatIsNoCid() throws Exception {
    assertThat(get("/ipfs/not-a-cid?format=raw").statusCode()).isEqualTo(400);
  }

  @Test
  void refusesToDeserialize() throws Exception {
    assertThat(get("/ipfs/" + HELLO.cid()).statusCode()).isEqualTo(406);
  }

  @Test
  void refusesPathsBelowRawBlocks() throws Exception {
    assertThat(get("/ipfs/" + HELLO.cid() + "/a?format=raw").statusCode()).isEqualTo(400);
  }

  @Test
  void refusesOtherMethods() throws Exception {
    HttpRequest request =
        request("/ipfs/" + HELLO.cid()).POST(HttpRequest.BodyPublishers.ofString("x")).build();

    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void neverSendsACorruptBlock() throws Exception {
    BlockSource corrupt =
        new BlockSource() {
          @Override
          public Optional<Block> get(Cid cid) {
            throw new IntegrityException("block " + cid + " is corrupt in pack 7", "restore it");
          }

          @Override
          public boolean has(Cid cid) {
            return true;
          }
        };

    try (EmbeddedNode other = EmbeddedNode.start(NodeOptions.serving(corrupt))) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(other.uri() + RAW_HELLO)).build();
      HttpResponse<String> reply = client.send(request, BodyHandlers.ofString());
      assertThat(reply.statusCode()).isEqualTo(500);
      assertThat(reply.body()).contains("log").doesNotContain("pack 7"); // where it lies
    }
  }

  @Test
  void servesWholePieces() throws Exception {
    HttpResponse<byte[]> reply = get("/piece/" + PIECE);

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(new String(reply.body(), UTF_8)).isEqualTo(PIECE_TEXT);
  }

  @Test
  void servesPieceRanges() throws Exception {
    assertThat(range("bytes=2-4")).isEqualTo("206 bytes 2-4/10 234");
    assertThat(range("bytes=7-")).isEqualTo("206 bytes 7-9/10 789");
    assertThat(range("bytes=-3")).isEqualTo("206 bytes 7-9/10 789");
    assertThat(range("bytes=0-99")).isEqualTo("206 bytes 0-9/10 0123456789");
    assertThat(range("bytes=10-")).startsWith("416 bytes */10");
    assertThat(range("bytes=-0")).startsWith("416 bytes */10");
    assertThat(range("bytes=4-2")).isEqualTo("200  0123456789");
    assertThat(range("bytes=0-1,3-4")).isEqualTo("200  0123456789");
    assertThat(range("lines=1-2")).isEqualTo("200  0123456789");
  }

  private String range(String header) throws Exception {
    HttpResponse<String> reply =
        client.send(
            request("/piece/" + PIECE).header("Range", header).build(), BodyHandlers.ofString());
    return reply.statusCode()
        + " "
        + reply.headers().firstValue("content-range").orElse("")
        + " "
        + reply.body();
  }

  @Test
  void handsOtherPathsToExtensions() throws Exception {
    HttpRequest request =
        request("/v1/echo").POST(HttpRequest.BodyPublishers.ofString("{}")).build();

    assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("{}");
  }

  @Test
  void turnsTypedErrorsIntoStatuses() throws Exception {
    HttpResponse<byte[]> reply = get("/v1/fail");

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(new String(reply.body(), UTF_8)).contains("function x trapped; mend it");
  }

  @Test
  void keepsInternalErrorsToItself() throws Exception {
    HttpResponse<byte[]> reply = get("/v1/bug");

    assertThat(reply.statusCode()).isEqualTo(500);
    assertThat(new String(reply.body(), UTF_8)).doesNotContain("secret");
  }

  @Test
  void countsTheBytesItServes() throws Exception {
    get(RAW_HELLO);
    get("/piece/" + PIECE);

    assertThat(node.bytesServed()).isEqualTo(21);
  }

  @Test
  void saysWhichPortIsTaken() {
    NodeOptions taken = NodeOptions.serving(blocks).onPort(node.uri().getPort());

    assertThatThrownBy(() -> EmbeddedNode.start(taken))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(":" + node.uri().getPort())
        .hasMessageContaining("choose another port");
  }

  @Test
  void leavesNoThreadBehind() {
    node.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("carrack-node") && thread.isAlive());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(node.uri() + path));
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofByteArray());
  }
}
