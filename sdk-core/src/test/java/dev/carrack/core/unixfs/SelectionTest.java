package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.car.Car;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import dev.carrack.core.unixfs.Selection.Scope;
import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

  private final MemoryBlockStore store = new MemoryBlockStore();

  // 10 bytes in leaves of 3, 3, 3 and 1, the first three below an inner node; the third repeats the
  // first.
  private final Cid a = put(Codec.RAW, 0, 1, 2);
  private final Cid b = put(Codec.RAW, 3, 4, 5);
  private final Cid d = put(Codec.RAW, 9);
  private final Cid inner = file(List.of(a, b, a), 3, 3, 3);
  private final Cid file = file(List.of(inner, d), 9, 1);
  private final Cid directory = directory("big", file, "small", d);
  private final Cid document =
      put(
          Codec.DAG_CBOR,
          DagCbor.encode(
              Node.map()
                  .put("dir", Node.list(List.of(Node.of(directory), Node.of("text"))))
                  .build()));
  private final Cid top = directory("doc.cbor", document, "tiny", Cid.parse("bafkqaaiq"));

  private Cid put(Codec codec, byte... bytes) {
    Block block = Block.of(codec, bytes);
    store.put(block);
    return block.cid();
  }

  private Cid put(Codec codec, int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return put(codec, bytes);
  }

  private Cid file(List<Cid> leaves, long... sizes) {
    List<PbLink> links = leaves.stream().map(leaf -> PbLink.of(leaf, "", 0)).toList();
    byte[] message = UnixFsMessage.file(Arrays.stream(sizes).sum(), sizes);
    return put(Codec.DAG_PB, DagPb.encode(PbNode.of(links, message)));
  }

  private Cid directory(String first, Cid one, String second, Cid two) {
    List<PbLink> links = List.of(PbLink.of(one, first, 0), PbLink.of(two, second, 0));
    return put(Codec.DAG_PB, DagPb.encode(PbNode.of(links, UnixFsMessage.directory())));
  }

  private List<Cid> blocks(Selection selection) {
    List<Cid> out = new ArrayList<>();
    selection.in(store).forEach(block -> out.add(block.cid()));
    return out;
  }

  private String names(Selection selection) {
    return blocks(selection).stream()
        .map(
            cid ->
                cid.equals(a)
                    ? "a"
                    : cid.equals(b) ? "b" : cid.equals(d) ? "d" : cid.equals(inner) ? "i" : "f")
        .collect(Collectors.joining());
  }

  @Test
  void everythingIsTheWayAndAllBelowItsEnd() {
    assertThat(blocks(Selection.of(top)))
        .containsExactly(top, document, directory, file, inner, a, b, d);
    assertThat(blocks(Selection.of(top).withPath("doc.cbor/dir/0/small")))
        .containsExactly(top, document, directory, d);
    assertThat(blocks(Selection.of(directory).withRepeats(Dag.Repeats.KEEP)))
        .containsExactly(directory, file, inner, a, b, a, d, d);
  }

  @Test
  void aBlockIsTheWayAndTheRootOfItsEnd() {
    assertThat(blocks(Selection.of(top).withPath("doc.cbor/dir/0/big").withScope(Scope.BLOCK)))
        .containsExactly(top, document, directory, file);
    assertThat(blocks(Selection.of(file).withScope(Scope.BLOCK))).containsExactly(file);
  }

  @Test
  void anEntityIsAFileWholeAndADirectoryWithoutItsEntries() {
    assertThat(blocks(Selection.of(directory).withScope(Scope.ENTITY))).containsExactly(directory);
    assertThat(blocks(Selection.of(document).withScope(Scope.ENTITY))).containsExactly(document);
    assertThat(names(Selection.of(file).withScope(Scope.ENTITY))).isEqualTo("fiabd");
    assertThat(names(Selection.of(file).withScope(Scope.ENTITY).withRepeats(Dag.Repeats.KEEP)))
        .isEqualTo("fiabad");
  }

  @Test
  void aPathThatEndsInsideABlockEndsThere() {
    Selection.Selected selected = Selection.of(top).withPath("doc.cbor/dir/1").in(store);

    assertThat(selected.place()).hasToString(document + "/dir/1");
    assertThat(Selection.of(top).withPath("doc.cbor/dir").in(store).place().remaining())
        .containsExactly("dir");
    assertThatThrownBy(() -> UnixFs.resolve(store, top, "doc.cbor/dir/1"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("'dir/1' is a value inside block " + document);
  }

  @Test
  void filesAreFoundThroughDocuments() {
    assertThat(UnixFs.resolve(store, top, "doc.cbor/dir/0/../0/./big").cid()).isEqualTo(file);
    assertThat(UnixFs.resolve(store, top, "doc.cbor/dir/0/big/").name()).isEqualTo("big");
  }

  @ParameterizedTest
  @CsvSource({
    "0:*, fiabad",
    "0:0, fia",
    "2:2, fia",
    "2:3, fiab",
    "3:5, fib",
    "5:6, fiba",
    "6:8, fia",
    "8:9, fiad",
    "9:9, fd",
    "9:*, fd",
    "9:1000, fd",
    "-1:*, fd",
    "-1:-1, fd",
    "-2:*, fiad",
    "-4:-3, fia",
    "-1000:2, fia",
    "3:-5, fib",
    "0:-10, fia",
    "0:-11, f",
    "5:4, f",
    "10:*, f",
    "10:20, f",
    "-3:-5, f",
    "9223372036854775807:*, f",
    "-9223372036854775808:-9223372036854775808, f"
  })
  void aRangeIsTheBlocksThatHoldItsBytes(String range, String expected) {
    Selection selection = Selection.of(file).withBytes(ByteRange.parse(range));

    assertThat(names(selection.withRepeats(Dag.Repeats.KEEP))).isEqualTo(expected);
  }

  @Test
  void aRangeSkipsRepeatsToo() {
    assertThat(names(Selection.of(file).withBytes(new ByteRange(0, 8)))).isEqualTo("fiab");
    assertThat(
            names(Selection.of(file).withRepeats(Dag.Repeats.KEEP).withBytes(new ByteRange(0, 8))))
        .isEqualTo("fiaba");
  }

  @Test
  void aRangeOfAFileOfSixtyDoublingsEnds() {
    Cid cid = d;
    for (long size = 1; size < 1L << 60; size *= 2) {
      cid = file(List.of(cid, cid), size, size);
    }
    assertThat(blocks(Selection.of(cid).withBytes(new ByteRange(1, -2)))).hasSize(61);
  }

  @Test
  void aRepeatOfAnotherSizeIsStillRefused() {
    Cid lying = file(List.of(a, a), 3, 4);

    assertThatThrownBy(() -> blocks(Selection.of(lying).withBytes(ByteRange.WHOLE)))
        .isInstanceOf(IntegrityException.class);
  }

  @Test
  void aRangeOfWhatIsNoFileIsIgnored() {
    ByteRange range = ByteRange.parse("0:1");

    assertThat(blocks(Selection.of(directory).withBytes(range))).containsExactly(directory);
    assertThat(blocks(Selection.of(document).withBytes(range))).containsExactly(document);
    assertThat(blocks(Selection.of(d).withBytes(range))).containsExactly(d);
    assertThat(Selection.of(d).withBytes(range).withScope(Scope.ALL).range()).isEmpty();
  }

  @Test
  void aRangeReachesOnlyTheBlocksItNeeds() {
    MemoryBlockStore partial = new MemoryBlockStore();
    for (Cid cid : List.of(file, inner, b)) {
      partial.put(store.require(cid));
    }
    Selection range = Selection.of(file).withBytes(ByteRange.parse("3:5"));

    range.in(partial).forEach(block -> {});
    assertThatThrownBy(() -> range.withScope(Scope.ENTITY).in(partial).forEach(block -> {}))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(a.toString());
  }

  @Test
  void identityBlocksAreNeverHandedOut() {
    assertThat(blocks(Selection.of(top).withPath("tiny"))).containsExactly(top);
    for (Scope scope : Scope.values()) {
      assertThat(blocks(Selection.of(Cid.parse("bafkqaaiq")).withScope(scope))).isEmpty();
    }
  }

  @Test
  void aFileOfTooManyLevelsIsRefused() {
    Cid cid = d;
    for (int i = 0; i < FileCursor.MAX_LEVELS; i++) {
      cid = file(List.of(cid), 1);
    }
    Cid deep = cid;

    assertThatThrownBy(() -> blocks(Selection.of(deep).withBytes(ByteRange.WHOLE)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(d + " lies deeper than 64 levels");
  }

  @Test
  void theEndOfThePathMustBeThere() {
    Cid gone = Cid.of(Codec.RAW, new byte[] {99});

    assertThatThrownBy(() -> Selection.of(gone).in(store)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> Selection.of(directory).withPath("none").in(store))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("there is no " + directory + "/none");
    assertThatThrownBy(() -> Selection.of(directory).withPath("small/x").in(store))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("'x' cannot be below " + directory + "/small");
    assertThatThrownBy(() -> Selection.of(directory).withPath("a/../..").in(store))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("climbs above its root");
  }

  @Test
  void stopsWhereTheThreadIsInterrupted() {
    Selection.Selected selected = Selection.of(file).withScope(Scope.BLOCK).in(store);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> selected.forEach(block -> {}))
          .isInstanceOf(CancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        ":",
        "1:",
        ":1",
        "*:1",
        "a:1",
        "1:b",
        "1:2:3",
        "+1:2",
        "1.0:2",
        "99999999999999999999:*",
        "9223372036854775808:*",
        "0: 1"
      })
  void refusesWhatIsNoRange(String text) {
    assertThatThrownBy(() -> ByteRange.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("'" + text + "' is no range of bytes");
  }

  @Test
  void printsWhatItSelects() {
    assertThat(ByteRange.parse("-5:*")).hasToString("-5:*").isEqualTo(new ByteRange(-5, -1));
    assertThat(ByteRange.WHOLE).hasToString("0:*");
    assertThat(new ByteRange(1, 2)).hasToString("1:2");
    assertThat(Selection.of(file)).hasToString(file + " ALL");
    assertThat(
            Selection.of(file)
                .withPath("x/y")
                .withRepeats(Dag.Repeats.KEEP)
                .withBytes(new ByteRange(1, 2)))
        .hasToString(file + "/x/y ENTITY 1:2 with repeats");
  }

  // Source: ipfs/gateway-conformance 22c7644: the graphs of its trustless CAR and DAG tests.
  @Test
  @Needs("fixtures")
  void selectsInTheGraphsOfKubo() throws IOException {
    Cid hamt = load("trustless_gateway_car/single-layer-hamt-with-multi-block-files.car");
    Cid mixed = load("trustless_gateway_car/dir-with-dag-cbor-with-links.car");
    Cid twins = load("trustless_gateway_car/dir-with-duplicate-files.car");

    Selection text = Selection.of(hamt).withPath("470.txt");
    assertThat(blocks(text.withScope(Scope.BLOCK))).hasSize(3); // root shard, sub-shard, file
    assertThat(blocks(text.withScope(Scope.ENTITY))).hasSize(2 + 1 + 5);
    assertThat(blocks(text.withBytes(ByteRange.parse("0:255")))).hasSize(2 + 1 + 1);
    assertThat(blocks(text.withBytes(ByteRange.parse("512:*")))).hasSize(2 + 1 + 3);
    assertThat(blocks(Selection.of(hamt).withScope(Scope.ENTITY)))
        .hasSizeBetween(200, 257)
        .doesNotHaveDuplicates();
    assertThat(blocks(Selection.of(mixed).withPath("document").withScope(Scope.ENTITY))).hasSize(2);
    assertThat(blocks(Selection.of(twins)).size())
        .isLessThan(blocks(Selection.of(twins).withRepeats(Dag.Repeats.KEEP)).size());
  }

  private Cid load(String name) throws IOException {
    try (InputStream in =
        Files.newInputStream(Fixtures.path("ipld/gateway-conformance/fixtures/" + name))) {
      return Car.importAll(in, name, store, Progress.none()).roots().get(0);
    }
  }
}
