package dev.carrack.core.car;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarTest {

  @TempDir Path dir;
  private final MemoryBlockStore store = new MemoryBlockStore();

  @Test
  void aGraphComesBackAsItWas() {
    Cid root = graph();
    byte[] car = export(root);
    MemoryBlockStore copy = new MemoryBlockStore();

    Car.Contents contents = Car.importAll(in(car), "test", copy, Progress.none());

    assertThat(contents).isEqualTo(new Car.Contents(List.of(root), 4, car.length));
    assertThat(export(root)).isEqualTo(car);
    Dag.walk(
        store, root, Dag.Repeats.SKIP, block -> assertThat(copy.get(block.cid())).contains(block));
  }

  @Test
  void theHeaderHasItsKnownBytesAndSize() {
    Cid root = Cid.parse("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    CarWriter.write(out, List.of(root)).close();

    assertThat(HexFormat.of().formatHex(out.toByteArray()))
        .isEqualTo(
            "3aa265726f6f747381d82a5825000155122"
                + "0e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                + "6776657273696f6e01");
    assertThat(CarWriter.headerSize(List.of(root))).isEqualTo(out.size()).isEqualTo(59);
  }

  @Test
  void sectionSizesAreKnownBeforehand() {
    Cid root = graph();
    long expected = CarWriter.headerSize(List.of(root));
    List<Block> blocks = new ArrayList<>();
    Dag.walk(store, root, Dag.Repeats.SKIP, blocks::add);
    for (Block block : blocks) {
      expected += CarWriter.sectionSize(block.cid(), block.size());
    }

    assertThat(export(root)).hasSize((int) expected);
  }

  @Test
  void walksDepthFirstWithOrWithoutRepeats() {
    Cid root = graph();
    List<Cid> once = walk(root, Dag.Repeats.SKIP);
    List<Cid> often = walk(root, Dag.Repeats.KEEP);

    assertThat(once).hasSize(4).doesNotHaveDuplicates().startsWith(root);
    assertThat(often).hasSize(5).containsSubsequence(once.get(1), once.get(2), once.get(2));
  }

  private List<Cid> walk(Cid root, Dag.Repeats repeats) {
    List<Cid> cids = new ArrayList<>();
    Dag.walk(store, root, repeats, block -> cids.add(block.cid()));
    return cids;
  }

  @Test
  void aCarCutAnywhereIsAnErrorOrEndsBetweenSections() {
    byte[] car = export(graph());
    int whole = 0;
    for (int length = 0; length < car.length; length++) {
      try {
        drain(Arrays.copyOf(car, length));
        whole++;
      } catch (MalformedException e) {
        assertThat(e.getMessage()).contains("at byte");
      }
    }
    assertThat(whole).isEqualTo(4); // after the header and after each section but the last
  }

  @Test
  void noFlippedBytePasses() {
    byte[] car = export(graph());
    List<Block> good = drain(car);
    for (int i = 59; i < car.length; i++) {
      byte[] bad = car.clone();
      bad[i] ^= 0x20;
      try {
        // A flip in a CID's codec makes another CID of the same bytes: true, if not what was meant.
        assertThat(drain(bad))
            .usingElementComparator((a, b) -> a.bytes().length - b.bytes().length)
            .hasSameSizeAs(good);
      } catch (CarrackException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void namesTheBlockWhoseBytesAreWrong() {
    byte[] car = export(graph());
    car[car.length - 1] ^= 1;

    assertThatThrownBy(() -> drain(car))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("test at byte");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "00", // header of length zero
        "80", // half a varint
        "8000", // varint not minimal
        "ffffffffffffffffff7f", // varint of ten bytes
        "01a0", // header without fields
        "0ba16776657273696f6e0100", // no roots, and bytes left over
        "11a265726f6f7473806776657273696f6e01", // no section, but see below
        "13a265726f6f747381016776657273696f6e0100", // a root that is no link
        "20a365726f6f747380616100" // cut
      })
  void refusesBadHeaders(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (hex.startsWith("11a2")) {
      assertThat(drain(bytes)).isEmpty(); // no roots is a valid CAR
      return;
    }
    assertThatThrownBy(() -> drain(bytes)).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesLengthsBeyondTheirBounds() {
    assertThatThrownBy(() -> drain("808080808001")).isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> drain("11a265726f6f7473806776657273696f6e01" + "ffffffff0f"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("section");
  }

  @Test
  void refusesASectionOfLengthZero() {
    assertThatThrownBy(() -> drain("11a265726f6f7473806776657273696f6e01" + "00"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("length zero");
  }

  @Test
  void refusesUnknownVersionsAndHashes() {
    assertThatThrownBy(() -> drain("0aa16776657273696f6e182a".replace("0a", "0b").substring(0, 24)))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("42");
    assertThatThrownBy(
            () -> drain("11a265726f6f7473806776657273696f6e01" + "0801556004" + "00000000"))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("0x60");
  }

  @Test
  void saysWhichBlockIsMissing() {
    Cid leaf = Block.of(Codec.RAW, new byte[7]).cid();
    Block root = Block.of(Codec.DAG_CBOR, DagCbor.encode(Node.list(List.of(Node.of(leaf)))));
    store.put(root);

    assertThatThrownBy(() -> export(root.cid()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(leaf.toString());
  }

  @Test
  void aFullDiskIsOurOwnError() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThatThrownBy(() -> Car.export(store, graph(), full, Progress.none()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("No space left");
  }

  @Test
  void anInterruptStopsExportAndImport() {
    Cid root = graph();
    byte[] car = export(root);

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> export(root)).isInstanceOf(CancelledException.class);
    assertThatThrownBy(() -> drain(car)).isInstanceOf(CancelledException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void namesAMissingFile() {
    assertThatThrownBy(() -> CarReader.read(dir.resolve("no.car")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no.car");
  }

  // root -> [inner, leaf], inner -> [leaf, other]
  private Cid graph() {
    Cid leaf = put(Codec.RAW, new byte[] {1, 2, 3});
    Cid other = put(Codec.RAW, new byte[300]);
    Cid inner = cbor(leaf, other);
    return cbor(inner, leaf);
  }

  private Cid cbor(Cid... links) {
    return put(
        Codec.DAG_CBOR, DagCbor.encode(Node.list(Arrays.stream(links).map(Node::of).toList())));
  }

  private Cid put(Codec codec, byte[] bytes) {
    Block block = Block.of(codec, bytes);
    store.put(block);
    return block.cid();
  }

  private byte[] export(Cid root) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Car.export(store, root, out, Progress.none());
    return out.toByteArray();
  }

  private static List<Block> drain(String hex) {
    return drain(HexFormat.of().parseHex(hex));
  }

  private static List<Block> drain(byte[] car) {
    List<Block> blocks = new ArrayList<>();
    try (CarReader reader = CarReader.read(in(car), "test")) {
      Optional<Block> block;
      while ((block = reader.next()).isPresent()) {
        blocks.add(block.get());
      }
    }
    return blocks;
  }

  private static ByteArrayInputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
