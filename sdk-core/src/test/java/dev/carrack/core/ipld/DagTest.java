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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DagTest {

  private final MemoryBlockStore store = new MemoryBlockStore();
  private final Cid one = raw(1);
  private final Cid two = raw(2);
  private final Cid shared = links(one, two);
  private final Cid root = links(shared, two, identity(shared), shared);

  private Cid raw(int value) {
    return put(Block.of(Codec.RAW, new byte[] {(byte) value}));
  }

  private Cid put(Block block) {
    store.put(block);
    return block.cid();
  }

  private static byte[] list(Cid... links) {
    return DagCbor.encode(Node.list(List.of(links).stream().map(Node::of).toList()));
  }

  private Cid links(Cid... links) {
    return put(Block.of(Codec.DAG_CBOR, list(links)));
  }

  private static Cid identity(Cid... links) {
    return Cid.of(Codec.DAG_CBOR, Multihash.of(Multihash.IDENTITY, list(links)));
  }

  private List<Cid> walk(Cid from, Dag.Repeats repeats) {
    List<Cid> visited = new ArrayList<>();
    Dag.walk(store, from, repeats, block -> visited.add(block.cid()));
    return visited;
  }

  @Test
  void visitsEachBlockBeforeThoseItLinksTo() {
    assertThat(walk(root, Dag.Repeats.SKIP)).containsExactly(root, shared, one, two);
  }

  @Test
  void followsTheLinksInsideIdentityCidsWithoutVisitingThem() {
    assertThat(walk(identity(identity(one)), Dag.Repeats.SKIP)).containsExactly(one);
  }

  @Test
  void visitsBlocksAgainWhereAsked() {
    assertThat(walk(root, Dag.Repeats.KEEP))
        .containsExactly(root, shared, one, two, two, shared, one, two, shared, one, two);
  }

  @Test
  void namesTheMissingBlock() {
    Cid gone = Cid.of(Codec.RAW, new byte[] {3});
    Cid holed = links(one, gone, two);
    List<Cid> visited = new ArrayList<>();

    assertThatThrownBy(
            () -> Dag.walk(store, holed, Dag.Repeats.SKIP, block -> visited.add(block.cid())))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(gone.toString());
    assertThat(visited).containsExactly(holed, one);
  }

  @Test
  void stopsWhereTheThreadIsInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> walk(root, Dag.Repeats.SKIP)).isInstanceOf(CancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void followsLinksThroughEveryCodec() {
    Cid pb = put(Block.of(Codec.DAG_PB, DagPb.encode(PbNode.of(List.of(PbLink.of(two))))));
    Cid json =
        put(Block.of(Codec.DAG_JSON, DagJson.encode(DagCbor.decode(list(shared, pb, shared)))));

    assertThat(walk(json, Dag.Repeats.SKIP)).containsExactly(json, shared, one, two, pb);
    assertThat(Links.of(Cid.of(Codec.RAW, list(one)), list(one))).isEmpty();
  }

  @Test
  void readsABlockOutOfAnIdentityCid() {
    assertThat(Dag.block(store, identity(one)).bytes()).isEqualTo(list(one));
  }

  @Test
  void namesTheBlockThatIsNotWhatItsCodecSays() {
    Cid bad = put(Block.of(Codec.DAG_PB, new byte[] {1}));

    assertThatThrownBy(() -> walk(bad, Dag.Repeats.SKIP))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("block " + bad);
  }
}
