package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixFsReadTest {

  private final MemoryBlockStore store = new MemoryBlockStore();
  private final UnixFsImporter importer =
      UnixFsImporter.into(store).withProfile(Profile.UNIXFS_V0_2015);

  @Test
  void everyRangeGivesItsBytes() throws IOException {
    byte[] content = Streams.aes(1_500_000).readAllBytes();
    Cid cid = importer.file(new ByteArrayInputStream(content)).cid();
    Random random = new Random(1);

    for (int i = 0; i < 200; i++) {
      int offset = random.nextInt(content.length + 1);
      int length = random.nextInt(600_000);
      try (InputStream in = UnixFs.open(store, cid, offset, length)) {
        assertThat(in.readAllBytes())
            .isEqualTo(
                Arrays.copyOfRange(content, offset, Math.min(content.length, offset + length)));
      }
    }
  }

  @Test
  void aRangeFetchesOnlyTheBlocksItNeeds() throws IOException {
    Cid cid = importer.file(Streams.aes(46_000_000)).cid();
    Counting source = new Counting(store);

    UnixFs.open(source, cid, 45_700_000, 10).readAllBytes();

    assertThat(source.gets).isEqualTo(3); // root, second inner node, one leaf
  }

  @Test
  void aChannelSeeksBothWays() throws IOException {
    byte[] content = Streams.aes(1_000_000).readAllBytes();
    try (SeekableByteChannel channel =
        UnixFs.channel(store, importer.file(new ByteArrayInputStream(content)).cid())) {
      Random random = new Random(2);
      for (int i = 0; i < 300; i++) {
        int at = random.nextInt(content.length);
        ByteBuffer buffer = ByteBuffer.allocate(100);
        int count = channel.position(at).read(buffer);
        assertThat(Arrays.copyOf(buffer.array(), count))
            .isEqualTo(Arrays.copyOfRange(content, at, at + count));
      }
      assertThat(channel.position(2_000_000).read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(channel.size()).isEqualTo(content.length);
    }
  }

  @Test
  void refusesAnOffsetBehindTheEnd() {
    Cid cid = importer.file(Streams.aes(10)).cid();

    assertThatThrownBy(() -> UnixFs.open(store, cid, 11, 1))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("10 bytes");
  }

  @Test
  void findsAndListsEveryEntryOfASHardedDirectory() {
    Map<String, Imported> entries = new HashMap<>();
    List<Imported> files =
        IntStream.range(0, 7).mapToObj(i -> importer.file(Streams.aes(i))).toList();
    for (int i = 0; i < 6000; i++) {
      entries.put("wörd-" + i, files.get(i % 7));
    }
    Cid root = importer.directory(entries).cid();

    List<Entry> listed = UnixFs.list(store, root);

    assertThat(UnixFs.stat(store, root).node().message().orElseThrow().type())
        .isEqualTo(UnixFsMessage.SHARD);
    assertThat(listed)
        .extracting(Entry::name)
        .containsExactlyInAnyOrderElementsOf(entries.keySet());
    for (int i = 0; i < 6000; i += 20) {
      String name = "wörd-" + i;
      assertThat(UnixFs.resolve(store, root, name).cid()).isEqualTo(entries.get(name).cid());
    }
    assertThatThrownBy(() -> UnixFs.resolve(store, root, "absent"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void resolvesPathsButNeverAboveTheRoot() {
    Imported file = importer.file(Streams.aes(5));
    Imported inner = importer.directory(Map.of("f", file));
    Cid root = importer.directory(Map.of("d", inner, "l", importer.symlink("d"))).cid();

    assertThat(UnixFs.resolve(store, root, "/d//./f/").cid()).isEqualTo(file.cid());
    assertThat(UnixFs.resolve(store, root, "d/../d/f").size()).isEqualTo(5);
    assertThat(UnixFs.resolve(store, root, "").kind()).isEqualTo(EntryKind.DIRECTORY);
    assertThat(UnixFs.resolve(store, root, "l").target()).contains("d");
    assertThatThrownBy(() -> UnixFs.resolve(store, root, "d/../../x"))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> UnixFs.resolve(store, root, "d/f/x"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no directory");
    assertThatThrownBy(() -> UnixFs.resolve(store, root, "l/f"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void walksTreesDirectoriesFirst() {
    Imported file = importer.file(Streams.aes(5));
    Imported inner = importer.directory(Map.of("f", file));
    Cid root = importer.directory(Map.of("a", inner, "b", file)).cid();
    List<String> paths = new ArrayList<>();

    UnixFs.walk(store, root, (path, entry) -> paths.add(path));

    assertThat(paths).containsExactly("", "a", "a/f", "b");
  }

  @Test
  void anEntityIsAFileWhollyButADirectoryAlone() {
    Imported file = importer.file(Streams.aes(600_000));
    Cid root = importer.directory(Map.of("a", file)).cid();

    assertThat(entity(file.cid())).hasSize(4);
    assertThat(entity(root)).containsExactly(root);
  }

  private List<Cid> entity(Cid cid) {
    List<Cid> cids = new ArrayList<>();
    UnixFs.entity(store, cid, Dag.Repeats.SKIP, block -> cids.add(block.cid()));
    return cids;
  }

  @Test
  void namesTheMissingBlock() {
    Imported file = importer.file(Streams.aes(600_000));
    Block root = store.require(file.cid());
    MemoryBlockStore partial = new MemoryBlockStore();
    partial.put(root);

    assertThatThrownBy(() -> UnixFs.open(partial, file.cid()).readAllBytes())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Qm");
  }

  @Test
  void refusesAChildOfAnotherSizeThanPromised() {
    Cid leaf = raw(10);

    assertThatThrownBy(() -> UnixFs.open(store, file(11, 11, leaf)).readAllBytes())
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining(leaf.toString());
  }

  @Test
  void refusesContradictorySizes() {
    Cid leaf = raw(10);

    assertThatThrownBy(() -> UnixFs.stat(store, file(12, 10, leaf)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> UnixFs.stat(store, node(UnixFsMessage.file(10, new long[0]), leaf)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(
            () ->
                UnixFs.stat(
                    store,
                    node(
                        UnixFsMessage.file(10, new long[] {Long.MAX_VALUE, Long.MAX_VALUE}),
                        leaf,
                        leaf)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesEndlessNesting() {
    Cid cid = raw(1);
    for (int i = 0; i < 70; i++) {
      cid = file(1, 1, cid);
    }
    Cid deep = cid;

    assertThatThrownBy(() -> UnixFs.open(store, deep).readAllBytes())
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("nested");
  }

  @Test
  void emptyChildrenCostNothing() throws IOException {
    Cid empty = node(UnixFsMessage.file(0, new long[0]));
    for (int i = 0; i < 30; i++) { // 2^30 paths, none of which holds a byte
      empty = node(UnixFsMessage.file(0, new long[] {0, 0}), empty, empty);
    }
    Cid file = node(UnixFsMessage.file(3, new long[] {0, 3, 0}), empty, raw(3), empty);

    assertThat(UnixFs.open(store, file).readAllBytes()).hasSize(3);
  }

  @Test
  void refusesHostileShards() {
    Cid leaf = raw(1);
    byte[] shard = UnixFsMessage.shard(new byte[] {1}, 256);

    assertThatThrownBy(() -> list(UnixFsMessage.shard(new byte[] {1}, 1 << 30), leaf, "00x"))
        .hasMessageContaining("fanout");
    assertThatThrownBy(() -> list(shard, leaf, "zz")).hasMessageContaining("bucket");
    assertThatThrownBy(() -> list(shard, leaf, "")).hasMessageContaining("bucket");
    assertThatThrownBy(() -> list(shard, leaf, "00x")).hasMessageContaining("wrong bucket");
    assertThatThrownBy(() -> list(shard, leaf, "00")).hasMessageContaining("no shard");
    assertThatThrownBy(() -> list(UnixFsMessage.shard(new byte[] {2}, 256), leaf, "00470.txt"))
        .hasMessageContaining("bitfield");
  }

  private List<Entry> list(byte[] message, Cid child, String name) {
    byte[] bytes = DagPb.encode(PbNode.of(List.of(PbLink.of(child, name, 1)), message));
    return UnixFs.list(store, put(Codec.DAG_PB, bytes));
  }

  @Test
  void refusesADirectoryWithTwoEntriesOfOneName() {
    Cid leaf = raw(1);
    byte[] bytes =
        DagPb.encode(
            PbNode.of(
                List.of(PbLink.of(leaf, "a", 1), PbLink.of(leaf, "a", 1)),
                UnixFsMessage.directory()));
    Cid directory = put(Codec.DAG_PB, bytes);

    assertThatThrownBy(() -> UnixFs.list(store, directory)).hasMessageContaining("twice");
  }

  @Test
  void refusesBlocksThatAreNoUnixFs() {
    Cid cbor = put(Codec.DAG_CBOR, new byte[] {(byte) 0xa0});
    Cid noData = put(Codec.DAG_PB, new byte[0]);
    Cid directory = importer.directory(Map.of()).cid();

    assertThatThrownBy(() -> UnixFs.open(store, cbor)).hasMessageContaining("dag-cbor");
    assertThatThrownBy(() -> UnixFs.open(store, noData)).hasMessageContaining("without UnixFS");
    assertThatThrownBy(() -> UnixFs.open(store, directory)).hasMessageContaining("directory");
    assertThatThrownBy(() -> UnixFs.list(store, raw(1))).hasMessageContaining("not a directory");
  }

  @Test
  void anInterruptStopsImportAndReading() {
    Cid cid = importer.file(Streams.aes(600_000)).cid();

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> importer.file(Streams.aes(600_000)))
        .isInstanceOf(CancelledException.class);
    assertThatThrownBy(() -> UnixFs.open(store, cid).readAllBytes())
        .isInstanceOf(CancelledException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anInterruptStopsTheImportOfAFileBeforeItIsLookedAt(@TempDir Path dir) throws IOException {
    Path file = Files.write(dir.resolve("model.safetensors"), new byte[10]);

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> importer.file(file)).isInstanceOf(CancelledException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void survivesRandomMutationsOfMessages() {
    byte[] seed = UnixFsMessage.file(3_000_000, new long[] {1 << 20, 1 << 20, 902_848});
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = seed.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      try {
        assertThat(UnixFsMessage.decode(ByteBuffer.wrap(bytes)).blocksizes().length).isLessThan(9);
      } catch (MalformedException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  private Cid raw(int size) {
    return put(Codec.RAW, new byte[size]);
  }

  private Cid file(long filesize, long blocksize, Cid child) {
    return node(UnixFsMessage.file(filesize, new long[] {blocksize}), child);
  }

  private Cid node(byte[] message, Cid... children) {
    List<PbLink> links = Arrays.stream(children).map(cid -> PbLink.of(cid, "", 0)).toList();
    return put(Codec.DAG_PB, DagPb.encode(PbNode.of(links, message)));
  }

  private Cid put(Codec codec, byte[] bytes) {
    Block block = Block.of(codec, bytes);
    store.put(block);
    return block.cid();
  }

  private static final class Counting implements BlockSource {
    private final BlockSource inner;
    private int gets;

    Counting(BlockSource inner) {
      this.inner = inner;
    }

    @Override
    public Optional<Block> get(Cid cid) {
      gets++;
      return inner.get(cid);
    }

    @Override
    public boolean has(Cid cid) {
      return inner.has(cid);
    }
  }
}
