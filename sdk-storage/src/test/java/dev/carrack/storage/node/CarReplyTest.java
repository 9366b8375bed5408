package dev.carrack.storage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.car.CarReader;
import dev.carrack.core.unixfs.Imported;
import dev.carrack.core.unixfs.UnixFsImporter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CarReplyTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private final MemoryBlockStore blocks = new MemoryBlockStore();
  private Imported file;
  private Imported twin;
  private Imported directory;
  private EmbeddedNode node;

  @BeforeEach
  void start() {
    UnixFsImporter importer = UnixFsImporter.into(blocks);
    byte[] data = new byte[2_500_000];
    new Random(7).nextBytes(data);
    file = importer.file(new ByteArrayInputStream(data));
    twin = importer.file(new ByteArrayInputStream(new byte[] {1, 2, 3}));
    directory = importer.directory(Map.of("big.bin", file, "one.bin", twin, "two.bin", twin));
    node = EmbeddedNode.start(NodeOptions.serving(blocks));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void sendsTheWholeGraphDepthFirstByDefault() throws Exception {
    List<Cid> sent = car("?format=car");

    // directory, file node, its three chunks, and the small file once
    assertThat(sent).hasSize(6).doesNotHaveDuplicates().startsWith(directory.cid(), file.cid());
  }

  @Test
  void repeatsBlocksWhereAsked() throws Exception {
    assertThat(car("?format=car&car-dups=y")).hasSize(7).endsWith(twin.cid(), twin.cid());
  }

  @Test
  void sendsOneBlockInBlockScope() throws Exception {
    assertThat(car("?format=car&dag-scope=block")).containsExactly(directory.cid());
  }

  @Test
  void sendsADirectoryWithoutItsFilesInEntityScope() throws Exception {
    assertThat(car("?format=car&dag-scope=entity")).containsExactly(directory.cid());
  }

  @Test
  void sendsThePathBlocksFirst() throws Exception {
    List<Cid> sent = car("/big.bin?format=car&dag-scope=entity");

    assertThat(sent).hasSize(5).startsWith(directory.cid(), file.cid());
  }

  @Test
  void sendsOnlyTheBlocksOfAByteRange() throws Exception {
    List<Cid> first = car("/big.bin?format=car&entity-bytes=0:1048575");
    List<Cid> last = car("/big.bin?format=car&dag-scope=all&entity-bytes=-1:*");

    assertThat(first).hasSize(3).startsWith(directory.cid(), file.cid());
    assertThat(last).hasSize(3).startsWith(directory.cid(), file.cid()).isNotEqualTo(first);
    assertThat(car("/big.bin?format=car&entity-bytes=2500000:*"))
        .containsExactly(directory.cid(), file.cid());
    assertThat(car("?format=car&entity-bytes=0:1")).containsExactly(directory.cid());
    assertThat(status("/big.bin?format=car&entity-bytes=1-2")).isEqualTo(400);
  }

  @Test
  void letsTheFormatParameterWinOverAccept() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("?format=car"))
            .header("Accept", "application/vnd.ipld.raw")
            .build();

    assertThat(client.send(request, BodyHandlers.discarding()).headers().firstValue("content-type"))
        .contains("application/vnd.ipld.car; version=1; order=dfs; dups=n");
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("?format=car"))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();

    HttpResponse<byte[]> reply = client.send(request, BodyHandlers.ofByteArray());

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void refusesParametersItDoesNotKnow() throws Exception {
    assertThat(status("?format=car&dag-scope=some")).isEqualTo(400);
    assertThat(status("?format=car&car-version=2")).isEqualTo(400);
  }

  @Test
  void saysThatAPathLeadsNowhere() throws Exception {
    assertThat(status("/nothing.bin?format=car")).isEqualTo(404);
    assertThat(status("/one.bin/below?format=car")).isEqualTo(404);
  }

  @Test
  void breaksTheConnectionWhereABlockIsMissing() throws Exception {
    BlockSource holed =
        new BlockSource() {
          @Override
          public Optional<Block> get(Cid cid) {
            return cid.equals(twin.cid()) ? Optional.empty() : blocks.get(cid);
          }

          @Override
          public boolean has(Cid cid) {
            return !cid.equals(twin.cid());
          }
        };

    try (EmbeddedNode other = EmbeddedNode.start(NodeOptions.serving(holed))) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(other.uri() + "/ipfs/" + directory.cid() + "?format=car"))
              .build();
      assertThatThrownBy(() -> client.send(request, BodyHandlers.ofByteArray()))
          .isInstanceOf(IOException.class);
    }
  }

  private URI uri(String rest) {
    return URI.create(node.uri() + "/ipfs/" + directory.cid() + rest);
  }

  private int status(String rest) throws Exception {
    return client
        .send(HttpRequest.newBuilder(uri(rest)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private List<Cid> car(String rest) throws Exception {
    HttpResponse<byte[]> reply =
        client.send(HttpRequest.newBuilder(uri(rest)).build(), BodyHandlers.ofByteArray());
    assertThat(reply.statusCode()).isEqualTo(200);
    List<Cid> out = new ArrayList<>();
    try (CarReader car = CarReader.read(new ByteArrayInputStream(reply.body()), "the node")) {
      assertThat(car.roots()).containsExactly(directory.cid());
      Optional<Block> block;
      while ((block = car.next()).isPresent()) {
        out.add(block.get().cid());
      }
    }
    return out;
  }
}
