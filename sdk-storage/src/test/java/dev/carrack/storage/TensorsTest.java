package dev.carrack.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.tensor.Tensor;
import dev.carrack.core.unixfs.Chunking;
import dev.carrack.core.unixfs.Profile;
import dev.carrack.core.unixfs.UnixFsImporter;
import dev.carrack.storage.node.EmbeddedNode;
import dev.carrack.storage.node.NodeOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorsTest {

  private static final int MIB = 1 << 20;

  @TempDir Path dir;
  private Path model;
  private Artifacts artifacts;

  @BeforeEach
  void open() throws IOException {
    artifacts = Artifacts.open(dir.resolve("store"));
    model = Files.createDirectory(dir.resolve("llm-7b"));
    Files.writeString(model.resolve("config.json"), "{}");
    write("model-00001-of-00002.safetensors", Map.of("up.weight", data(1, 3 * MIB)), "");
    Map<String, byte[]> second = new LinkedHashMap<>();
    second.put("norm", data(2, 5000));
    second.put("down.weight", data(3, 2 * MIB + 9));
    write("model-00002-of-00002.safetensors", second, "");
    index("model-00002-of-00002.safetensors");
  }

  @AfterEach
  void close() {
    artifacts.close();
  }

  @Test
  void aTensorIsReadByItself() throws IOException {
    artifacts.put(model());

    Tensors tensors = artifacts.tensors("llm-7b@latest");

    assertThat(tensors.names()).containsExactly("down.weight", "norm", "up.weight");
    ByteBuffer one = tensors.read("down.weight");
    assertThat(one.array()).isEqualTo(data(3, 2 * MIB + 9));
    assertThat(one.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(tensors.open("norm")).hasBinaryContent(data(2, 5000));
    Tensor found = tensors.find("norm");
    assertThat(found.dtype()).isEqualTo("U8");
    assertThat(found.shape()).containsExactly(5000L);
    assertThat(tensors.file("norm")).isEqualTo("model-00002-of-00002.safetensors");
    tensors.requireAgreement();
    assertThatThrownBy(() -> tensors.read("up"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("'up'");
  }

  @Test
  void onlyTheHeaderAndTheTensorsBlocksAreRead() throws IOException {
    Version version = artifacts.put(model());
    List<Integer> read = new ArrayList<>();
    BlockSource counting =
        new BlockSource() {
          @Override
          public Optional<Block> get(Cid cid) {
            Optional<Block> block = artifacts.blocks().get(cid);
            block.ifPresent(b -> read.add(b.size()));
            return block;
          }

          @Override
          public boolean has(Cid cid) {
            return artifacts.blocks().has(cid);
          }
        };

    Tensors.of(counting, version.root(), "").read("norm");

    assertThat(read).noneMatch(size -> size > 100_000);
  }

  @Test
  void indexAndShardsMustAgree() throws IOException {
    index("model-00001-of-00002.safetensors");
    artifacts.put(model());
    Tensors wrong = artifacts.tensors("llm-7b");

    assertThatThrownBy(() -> wrong.read("norm"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("the index puts tensor 'norm'");
    assertThatThrownBy(wrong::requireAgreement).isInstanceOf(MalformedException.class);
    Files.delete(model.resolve("model-00001-of-00002.safetensors"));
    artifacts.put(model());
    assertThatThrownBy(() -> artifacts.tensors("llm-7b"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("model-00001-of-00002.safetensors");
  }

  @Test
  void oneFileIsAModelToo() throws IOException {
    artifacts.put(Artifact.model("one").file(model.resolve("model-00002-of-00002.safetensors")));
    Files.delete(model.resolve("model.safetensors.index.json"));
    write("other.safetensors", Map.of("norm", data(9, 10)), "");
    artifacts.put(model());

    assertThatThrownBy(() -> artifacts.tensors("one").names()).hasMessageContaining("missing");
    assertThatThrownBy(() -> artifacts.tensors("llm-7b").read("norm"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("model-00002-of-00002.safetensors and in other.safetensors");
    assertThat(artifacts.tensors("llm-7b", "other.safetensors").read("norm").remaining())
        .isEqualTo(10);
    assertThat(artifacts.tensors("llm-7b").read("up.weight").remaining()).isEqualTo(3 * MIB);
  }

  @Test
  void aVersionThatChangesOneTensorStoresThatTensor() throws IOException {
    Version base = artifacts.put(model());
    Map<String, byte[]> second = new LinkedHashMap<>();
    second.put("norm", data(7, 5000));
    second.put("down.weight", data(3, 2 * MIB + 9));
    write("model-00002-of-00002.safetensors", second, "a longer header");

    Version tuned = artifacts.put(model().derivedFrom(base));

    assertThat(tuned.newBytes()).isBetween(5000L, 8000L);
    assertThat(tuned.totalBytes()).isGreaterThan(5 * MIB);
    assertThat(tuned.document().profile()).contains("unixfs-v1-2025+tensors");
    assertThat(tuned.notes()).isEmpty();
    assertThat(tuned.document().aliases()).isEmpty();
  }

  @Test
  void theCanonicalCidIsANameOnly() throws Exception {
    Cid usual = UnixFsImporter.into(block -> {}).tree(model).cid();

    Version version = artifacts.put(model().canonical());

    assertThat(version.root()).isNotEqualTo(usual);
    assertThat(version.document().aliases()).containsExactly(Map.entry("unixfs-v1-2025", usual));
    Manifest read = Manifest.decode(version.document().encode());
    assertThat(read.aliases()).isEqualTo(version.document().aliases());
    assertThat(read.node().links()).containsExactly(version.root());
    assertThat(artifacts.blocks().has(usual)).isFalse();
    assertThat(artifacts.pins()).isEmpty();
    assertThatThrownBy(() -> artifacts.open(usual.toString()))
        .isInstanceOf(NotFoundException.class);
    try (EmbeddedNode node = EmbeddedNode.start(NodeOptions.serving(artifacts.blocks()))) {
      assertThat(status(node, usual)).isEqualTo(404);
      assertThat(status(node, version.root())).isEqualTo(200);
    }
    assertThat(artifacts.verify().findings()).isEmpty();
    assertThat(artifacts.put(Artifact.model("plain").directory(model).canonical()).document())
        .extracting(Manifest::root, Manifest::aliases)
        .containsExactly(usual, Map.of());
  }

  @Test
  void whatCouldNotBeCutIsNoted() throws IOException {
    Path broken = model.resolve("model-00001-of-00002.safetensors");
    Files.write(broken, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);

    Version version = artifacts.put(model());

    assertThat(version.notes()).hasSize(1);
    assertThat(version.notes().get(0)).contains("model-00001-of-00002.safetensors", "one size");
    assertThatThrownBy(() -> artifacts.put(model().chunking(Chunking.TENSORS.strict())))
        .isInstanceOf(MalformedException.class);
    assertThat(artifacts.versions("llm-7b")).hasSize(1);
  }

  @Test
  void anotherProfileIsRecordedByName() throws IOException {
    Version version =
        artifacts.put(
            Artifact.dataset("d")
                .bytes("f", data(1, 300_000))
                .profile(Profile.UNIXFS_V0_2015)
                .chunking(Chunking.contentDefined(64 << 10)));

    assertThat(version.document().profile()).contains("unixfs-v0-2015+cdc-64k");
    assertThat(artifacts.open("d")).hasBinaryContent(data(1, 300_000));
  }

  private Artifact model() {
    return Artifact.model("llm-7b").directory(model).chunking(Chunking.TENSORS);
  }

  private static int status(EmbeddedNode node, Cid cid) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(node.uri().resolve("/ipfs/" + cid + "?format=raw")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
  }

  private void index(String ofNorm) throws IOException {
    Files.writeString(
        model.resolve("model.safetensors.index.json"),
        """
        {"weight_map": {"up.weight": "model-00001-of-00002.safetensors",
         "norm": "%s", "down.weight": "model-00002-of-00002.safetensors"}}"""
            .formatted(ofNorm));
  }

  private void write(String name, Map<String, byte[]> tensors, String note) throws IOException {
    StringBuilder json = new StringBuilder("{\"__metadata__\":{\"note\":\"" + note + "\"}");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    tensors.forEach(
        (tensor, bytes) -> {
          json.append(
              ",\"%s\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
                  .formatted(tensor, bytes.length, data.size(), data.size() + bytes.length));
          data.writeBytes(bytes);
        });
    byte[] header = json.append('}').toString().getBytes(UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(8 + header.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(header.length).put(header).put(data.toByteArray());
    Files.write(model.resolve(name), out.array());
  }

  private static byte[] data(int seed, int size) {
    byte[] out = new byte[size];
    new Random(seed).nextBytes(out);
    return out;
  }
}
