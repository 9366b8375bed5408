package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.Multihash;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.UnsupportedVersionException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DagPathTest {

  private final MemoryBlockStore store = new MemoryBlockStore();
  private final Cid leaf = put(Codec.RAW, new byte[] {7, 8});
  private final Cid pb = put(Codec.DAG_PB, DagPb.encode(PbNode.of(List.of(PbLink.of(leaf)))));
  private final Cid json =
      put(Codec.DAG_JSON, DagJson.encode(Node.map().put("p", pb).put("n", Node.nil()).build()));
  private final Cid inside = // an identity CID that holds no CBOR
      Cid.of(Codec.DAG_CBOR, Multihash.of(Multihash.IDENTITY, new byte[] {-1}));
  private final Node list = Node.list(List.of(Node.of(json), Node.of("x"), Node.list(List.of())));
  private final Cid root =
      put(
          Codec.DAG_CBOR,
          DagCbor.encode(
              Node.map()
                  .put("a", list)
                  .put("0", 5)
                  .put("gone", Cid.of(Codec.RAW, new byte[] {9}))
                  .put("git", Cid.of(new Codec(0x78), new byte[] {1}))
                  .build()));

  private Cid put(Codec codec, byte[] bytes) {
    Block block = Block.of(codec, bytes);
    store.put(block);
    return block.cid();
  }

  @Test
  void leadsThroughBlocksOfEveryCodec() {
    List<Cid> passed = new ArrayList<>();

    Place place =
        DagPath.resolve(store, root, "/a/0//p/Links/0/Hash", block -> passed.add(block.cid()));

    assertThat(place).isEqualTo(new Place(leaf, List.of())).hasToString(leaf.toString());
    assertThat(passed).containsExactly(root, json, pb);
    assertThat(DagPath.get(store, root, "a/0/p/Links/0/Hash"))
        .isEqualTo(Node.of(new byte[] {7, 8}));
  }

  @Test
  void reportsWhatRemainsInsideTheLastBlock() {
    assertThat(DagPath.resolve(store, root, "a/2")).hasToString(root + "/a/2");
    assertThat(DagPath.resolve(store, root, "a/0/n")).isEqualTo(new Place(json, List.of("n")));
    assertThat(DagPath.resolve(store, root, "")).isEqualTo(new Place(root, List.of()));
    assertThat(DagPath.resolve(store, root, "gone").remaining()).isEmpty();
    assertThat(DagPath.get(store, root, "a/0/n")).isEqualTo(Node.nil());
    assertThat(DagPath.get(store, root, "0")).isEqualTo(Node.of(5));
    assertThat(DagPath.get(store, root, "/").at("a")).isEqualTo(list);
  }

  @ParameterizedTest
  @CsvSource({
    "b, there is no 'b' at '/'|a map|look at the keys",
    "b/c/d, there is no 'b' at '/'|goes on with 'c/d'",
    "a/3, there is no '3' at '/a'|a list of 3 items",
    "a/-1, there is no '-1' at '/a'|a list of 3 items",
    "a/00, there is no '00' at '/a'",
    "a/9999999999, there is no '9999999999' at '/a'",
    "a/99999999999999999999, there is no '99999999999999999999' at '/a'",
    "a/1/x, there is no 'x' at '/a/1'|a string;",
    "a/0/p/Links/1, there is no '1' at '/Links'|a list of 1 items",
    "a/0/p/Links/0/Hash/x, there is no 'x' at '/'|a bytes"
  })
  void namesTheBlockAndTheSegmentThatLeadsNowhere(String path, String parts) {
    assertThatThrownBy(() -> DagPath.get(store, root, path))
        .isInstanceOf(NotFoundException.class)
        .hasMessageStartingWith("block b")
        .hasMessageContainingAll((CharSequence[]) parts.split("[|]"));
  }

  @Test
  void saysWhichBlockIsMissingOrUnreadable() {
    assertThatThrownBy(() -> DagPath.get(store, root, "gone"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(DagPath.resolve(store, root, "gone").block().toString());
    put(new Codec(0x78), new byte[] {1});
    assertThatThrownBy(() -> DagPath.get(store, root, "git"))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("which is not read here");
    assertThatThrownBy(() -> DagPath.get(store, inside, "x"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("block " + inside + ": DAG-CBOR at byte ");
  }

  @Test
  void stopsWhereTheThreadIsInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> DagPath.resolve(store, root, "a"))
          .isInstanceOf(CancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void stopsAtTheFirstLinkOfAValue() {
    assertThat(DagPath.reach(Node.map().put("l", list).build(), List.of("l", "0", "p")))
        .isEqualTo(new DagPath.Reach(Node.of(json), 2));
    assertThat(DagPath.reach(list, List.of())).isEqualTo(new DagPath.Reach(list, 0));
  }
}
