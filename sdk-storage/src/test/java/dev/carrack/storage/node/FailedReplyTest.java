package dev.carrack.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.pack.PackStore;
import dev.carrack.core.pack.PutSession;
import dev.carrack.core.pack.RefChanges;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node says when it cannot answer must not be kept by caches, nor tell on its machine. */
class FailedReplyTest {

  private static final Block HERE = Block.of(Codec.RAW, new byte[] {1, 2, 3});
  private static final Cid ELSEWHERE = Cid.of(Codec.RAW, new byte[] {4});
  private static final Block ROOT =
      Block.of(
          Codec.DAG_CBOR,
          DagCbor.encode(Node.list(List.of(Node.of(HERE.cid()), Node.of(ELSEWHERE)))));

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void anErrorTakesBackWhatWasSaidAboutTheAnswer() throws Exception {
    MemoryBlockStore blocks = new MemoryBlockStore();
    blocks.put(HERE);
    blocks.put(ROOT);
    try (EmbeddedNode node = EmbeddedNode.start(NodeOptions.serving(blocks))) {
      for (String path : List.of(ROOT.cid() + "?format=car", ELSEWHERE + "?format=raw")) {
        HttpResponse<String> reply = ask(node, "GET", "/ipfs/" + path);

        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.headers().map())
            .doesNotContainKeys("cache-control", "etag", "content-disposition");
        assertThat(reply.headers().firstValue("x-content-type-options")).contains("nosniff");
      }
    }
  }

  @Test
  void aHeadOfUnknownLengthDoesNotClaimToBeEmpty() throws Exception {
    MemoryBlockStore blocks = new MemoryBlockStore();
    blocks.put(HERE);
    try (EmbeddedNode node = EmbeddedNode.start(NodeOptions.serving(blocks))) {
      HttpResponse<String> reply = ask(node, "HEAD", "/ipfs/" + HERE.cid() + "?format=car");

      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(reply.headers().map()).doesNotContainKey("content-length");
    }
  }

  @Test
  void onlyReadsAreServedUnderPiece() throws Exception {
    try (EmbeddedNode node = EmbeddedNode.start(NodeOptions.serving(new MemoryBlockStore()))) {
      assertThat(ask(node, "DELETE", "/piece/" + HERE.cid()).statusCode()).isEqualTo(405);
    }
  }

  @Test
  void errorsOfTheStoreDoNotTellWhereItLies() throws Exception {
    try (PackStore store = PackStore.open(directory)) {
      try (PutSession session = store.begin(Progress.none())) {
        session.put(HERE);
        session.commit(HERE.cid(), RefChanges.none().set("here", HERE.cid()));
      }
      Path pack = store.file(store.packs().get(0));
      byte[] bytes = Files.readAllBytes(pack);
      bytes[59 + 1 + 36] ^= 1; // the first byte of the block behind its header, length and CID
      Files.write(pack, bytes);
      try (EmbeddedNode node = EmbeddedNode.start(NodeOptions.serving(store))) {
        HttpResponse<String> reply = ask(node, "GET", "/ipfs/" + HERE.cid() + "?format=raw");

        assertThat(reply.statusCode()).isEqualTo(500);
        assertThat(reply.body()).contains("log").doesNotContain(directory.toString());
      }
    }
  }

  private HttpResponse<String> ask(EmbeddedNode node, String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(node.uri().resolve(path))
            .method(method, BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
