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

class DagWalkTest {

  private final MemoryBlockStore store = new MemoryBlockStore();
  private final Cid leaf = put(Codec.RAW, new byte[] {1});
  private final Cid left = put(Codec.DAG_CBOR, list(leaf, leaf));
  private final Cid right = put(Codec.DAG_PB, DagPb.encode(PbNode.of(List.of(PbLink.of(leaf)))));
  private final Cid root = put(Codec.DAG_JSON, DagJson.encode(DagCbor.decode(list(left, right))));

  @Test
  void aWalkGoesDownFirstAndSkipsWhatItHasSeen() {
    assertThat(walk(root, Dag.Repeats.SKIP)).containsExactly(root, left, leaf, right);
  }

  @Test
  void aWalkThatKeepsRepeatsVisitsEachPath() {
    assertThat(walk(root, Dag.Repeats.KEEP)).containsExactly(root, left, leaf, leaf, right, leaf);
  }

  @Test
  void anIdentityCidIsNoBlockButItsLinksCount() {
    Cid inline = Cid.of(Codec.DAG_CBOR, Multihash.of(Multihash.IDENTITY, list(leaf)));
    Cid top = put(Codec.DAG_CBOR, list(inline));

    assertThat(walk(top, Dag.Repeats.SKIP)).containsExactly(top, leaf);
    assertThat(Dag.block(store, inline).bytes()).isEqualTo(list(leaf));
  }

  @Test
  void aBlockThatIsMissingEndsTheWalk() {
    Cid missing = Cid.of(Codec.RAW, new byte[] {99});

    assertThatThrownBy(() -> walk(put(Codec.DAG_CBOR, list(leaf, missing)), Dag.Repeats.SKIP))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void aBlockThatIsNotWhatItsCodecSaysIsNamed() {
    Cid bad = put(Codec.DAG_PB, new byte[] {1});

    assertThatThrownBy(() -> walk(bad, Dag.Repeats.SKIP))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("block " + bad);
  }

  @Test
  void anInterruptEndsTheWalk() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> walk(root, Dag.Repeats.SKIP)).isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void codecsWithoutLinksHaveNone() {
    assertThat(Links.of(Cid.of(Codec.RAW, list(leaf)), list(leaf))).isEmpty();
  }

  private List<Cid> walk(Cid from, Dag.Repeats repeats) {
    List<Cid> visited = new ArrayList<>();
    Dag.walk(store, from, repeats, block -> visited.add(block.cid()));
    return visited;
  }

  private Cid put(Codec codec, byte[] bytes) {
    Block block = Block.of(codec, bytes);
    store.put(block);
    return block.cid();
  }

  private static byte[] list(Cid... cids) {
    return DagCbor.encode(Node.list(List.of(cids).stream().map(Node::of).toList()));
  }
}
