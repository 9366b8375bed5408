package dev.carrack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryBlockStoreTest {

  private final MemoryBlockStore store = new MemoryBlockStore();
  private final Block block = Block.of(Codec.DAG_PB, new byte[0]);

  @Test
  void keepsABlockOnce() {
    store.put(block);
    store.put(Block.of(Codec.DAG_PB, new byte[0]));

    assertThat(store.get(block.cid())).contains(block);
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void findsTheSameBytesUnderEveryCidThatNamesThem() {
    store.put(block);
    Cid raw = Cid.of(Codec.RAW, block.cid().hash());

    assertThat(store.require(block.cid().toV0()).cid()).isEqualTo(block.cid().toV0());
    assertThat(store.require(raw).cid()).isEqualTo(raw);
    assertThat(store.has(raw)).isTrue();
  }

  @Test
  void absenceIsAValueUntilItIsRequired() {
    assertThat(store.get(block.cid())).isEmpty();
    assertThat(store.has(block.cid())).isFalse();
    assertThatThrownBy(() -> store.require(block.cid()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(block.cid().toString());
  }

  @Test
  void aBlockCannotHoldOtherBytesThanItsCidNames() {
    assertThatThrownBy(() -> Block.verified(block.cid(), new byte[] {1}, "a test"))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("a test");
  }

  @Test
  void blocksShareNoArraysWithTheirCallers() {
    byte[] data = {1, 2, 3};
    Block copy = Block.of(Codec.RAW, data);
    data[0] = 9;
    copy.bytes()[1] = 9;

    assertThat(copy.bytes()).containsExactly(1, 2, 3);
    assertThat(copy.buffer().isReadOnly()).isTrue();
  }
}
