package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.piece.PieceHasher;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bytes of a small store in format v1, as committed with the format. They must open for ever,
 * and this version must still write them.
 */
class FormatV1Test {

  private static final Block LEAF = Block.of(Codec.RAW, "carrack".getBytes(StandardCharsets.UTF_8));
  private static final Block ROOT =
      Block.of(
          Codec.DAG_CBOR,
          DagCbor.encode(Node.map().put("leaf", LEAF.cid()).put("n", Node.of(1)).build()));
  private static final Block SECOND = Block.of(Codec.RAW, new byte[] {0, 1, 2, 3});

  @TempDir Path directory;

  private static Map<String, byte[]> golden() throws Exception {
    Map<String, byte[]> files = new TreeMap<>();
    try (InputStream in = FormatV1Test.class.getResourceAsStream("format-v1.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
        String[] parts = line.split(" ");
        files.put(parts[0], HexFormat.of().parseHex(parts[1]));
      }
    }
    return files;
  }

  private static void write(Path directory) {
    try (PackStore store = PackStore.open(directory)) {
      try (PutSession session = store.begin(Progress.none())) {
        session.put(LEAF);
        session.put(ROOT);
        session.commit(ROOT.cid(), RefChanges.none().set("a/one/1", ROOT.cid()));
      }
      try (PutSession session = store.begin(Progress.none())) {
        session.put(SECOND);
        session.commit(
            SECOND.cid(), RefChanges.none().set("b", SECOND.cid()).create("c", LEAF.cid()));
      }
      store.commit(RefChanges.none().remove("b"));
    }
  }

  @Test
  void stillWritesTheSameBytes() throws Exception {
    write(directory);

    Map<String, String> actual = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString().replace('\\', '/');
        if (!name.equals(".lock")) {
          actual.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }

    Map<String, String> expected = new TreeMap<>();
    golden().forEach((name, bytes) -> expected.put(name, HexFormat.of().formatHex(bytes)));
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void stillOpensThem() throws Exception {
    for (Map.Entry<String, byte[]> file : golden().entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }

    try (PackStore store = PackStore.open(directory)) {
      assertThat(store.refs("")).isEqualTo(Map.of("a/one/1", ROOT.cid(), "c", LEAF.cid()));
      assertThat(List.of(LEAF, ROOT, SECOND))
          .allMatch(block -> store.require(block.cid()).equals(block));
      assertThat(store.verify(Progress.none()).findings()).isEmpty();
      assertThat(store.packs())
          .allSatisfy(
              pack ->
                  assertThat(pack.piece())
                      .contains(PieceHasher.of(store.file(pack), Progress.none())));
    }
  }

  /** From npm fr32-sha2-256-trunc254-padded-binary-tree-multihash 3.3.0 over the packs' bytes. */
  @Test
  void thePackFilesHaveThePieceCidsThatAnotherImplementationComputes() throws Exception {
    for (Map.Entry<String, byte[]> file : golden().entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }

    try (PackStore store = PackStore.open(directory)) {
      assertThat(store.packs())
          .extracting(pack -> pack.piece().orElseThrow().toString())
          .containsExactly(
              "bafkzcibdsmaqif6vwuojx5i3sb2eba3gwfhsv6ordfj5yo47j5l53ncmrv2kibiq",
              "bafkzcibceab4awahhljsb53lte56bbp22asnhhvvc37lvln7hp3e6vufgqtp6ki");
    }
  }

  @Test
  void theFirstPackIsAsTheDocumentSays() throws Exception {
    byte[] pack = golden().get("packs/00000001.car");
    Cid root = ROOT.cid();
    byte[] header = new byte[59];
    System.arraycopy(HexFormat.of().parseHex("3aa265726f6f747381d82a582500"), 0, header, 0, 14);
    root.put(header, 14);
    System.arraycopy(HexFormat.of().parseHex("6776657273696f6e01"), 0, header, 50, 9);
    assertThat(pack).startsWith(header);

    int frame = java.nio.ByteBuffer.wrap(pack).getInt(pack.length - 4);
    assertThat(new String(pack, pack.length - 16, 8, StandardCharsets.US_ASCII))
        .isEqualTo("CARRACK1");
    int indexLength = pack.length - frame - 2 - 36;
    byte[] index = java.util.Arrays.copyOfRange(pack, pack.length - indexLength, pack.length);
    Node node = DagCbor.decode(index);
    assertThat(node.entries().keySet()).containsExactly("v", "blocks", "trailer");
    List<Node> raw = node.at("blocks").items().get(0).items();
    assertThat(raw.get(0).int64()).isEqualTo(0x55);
    assertThat(raw.get(1).int64()).isEqualTo(0x12);
    assertThat(raw.get(2).int64()).isEqualTo(32);
    java.nio.ByteBuffer entry = java.nio.ByteBuffer.wrap(raw.get(3).bytes());
    assertThat(entry.remaining()).isEqualTo(40);
    assertThat(entry.getInt(32)).isEqualTo(59 + 1 + 36);
    assertThat(entry.getInt(36)).isEqualTo(7);
    assertThat(new String(pack, 96, 7, StandardCharsets.UTF_8)).isEqualTo("carrack");
  }
}
