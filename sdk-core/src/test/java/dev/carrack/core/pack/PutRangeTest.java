package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.LimitException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.Progress;
import dev.carrack.core.piece.PieceHasher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PutRangeTest {

  private static final PackOptions SMALL = PackOptions.defaults().withPackBytes(64 << 10);

  @TempDir Path directory;

  private static byte[] random(int seed, int size) {
    byte[] data = new byte[size];
    new Random(seed).nextBytes(data);
    return data;
  }

  private static List<Cid> putRanges(BlockSink sink, byte[] data, int... sizes) {
    List<Cid> cids = new ArrayList<>();
    byte[] borrowed = new byte[data.length];
    int from = 0;
    for (int size : sizes) {
      System.arraycopy(data, from, borrowed, 3, size);
      cids.add(sink.put(Codec.RAW, borrowed, 3, size));
      Arrays.fill(borrowed, (byte) 7); // the caller's again
      from += size;
    }
    return cids;
  }

  private static Block block(byte[] data, int from, int size) {
    return Block.of(Codec.RAW, Arrays.copyOfRange(data, from, from + size));
  }

  @Test
  void aPackOfRangesIsTheSameFileAsAPackOfBlocks() {
    byte[] data = random(1, 200_000);
    int[] sizes = {60_000, 0, 1, 128, 30_000, 65_000, 40_000};
    PackInfo[] packs = new PackInfo[2];
    for (int way = 0; way < 2; way++) {
      try (PackStore store = PackStore.open(directory.resolve("s" + way));
          PutSession session = store.begin(Progress.none())) {
        if (way == 0) {
          putRanges(session, data, sizes);
        } else {
          int from = 0;
          for (int size : sizes) {
            session.put(block(data, from, size));
            from += size;
          }
        }
        packs[way] = session.commit(block(data, 0, 60_000).cid(), RefChanges.none()).packs().get(0);
      }
    }

    assertThat(packs[0]).isEqualTo(packs[1]);
    assertThat(packs[0].blocks()).isEqualTo(7);
  }

  @Test
  void whatTheCallerDoesToTheArrayAfterwardsChangesNothing() {
    byte[] data = random(2, 150_000);
    try (PackStore store = PackStore.open(directory, SMALL)) {
      List<Cid> cids;
      try (PutSession session = store.begin(Progress.none())) {
        cids = putRanges(session, data, 20_000, 30_000, 50_000, 40_000);
        Committed done = session.commit(cids.get(0), RefChanges.none().set("a", cids.get(0)));
        assertThat(done.newBytes()).isEqualTo(140_000);
        assertThat(done.packs())
            .hasSize(3)
            .allSatisfy(
                pack ->
                    assertThat(pack.piece())
                        .contains(PieceHasher.of(store.file(pack), Progress.none())));
      }

      assertThat(store.require(cids.get(0))).isEqualTo(block(data, 0, 20_000));
      assertThat(store.require(cids.get(1))).isEqualTo(block(data, 20_000, 30_000));
      assertThat(store.require(cids.get(2))).isEqualTo(block(data, 50_000, 50_000));
      assertThat(store.require(cids.get(3))).isEqualTo(block(data, 100_000, 40_000));
    }
  }

  @Test
  void aRangeThatIsHereIsNotWrittenAgain() {
    byte[] data = random(3, 10_000);
    try (PackStore store = PackStore.open(directory)) {
      try (PutSession session = store.begin(Progress.none())) {
        Cid first = session.put(Codec.RAW, data, 0, 5_000);
        session.put(Codec.RAW, data, 5_000, 5_000);
        assertThat(session.put(Codec.RAW, data, 0, 5_000)).isEqualTo(first);
        session.put(block(data, 5_000, 5_000));
        Committed done = session.commit(first, RefChanges.none().set("a", first));
        assertThat(done.newBlocks()).isEqualTo(2);
        assertThat(done.newBytes()).isEqualTo(10_000);
        assertThat(done.blocks()).isEqualTo(4);
        assertThat(done.bytes()).isEqualTo(20_000);
      }
      try (PutSession session = store.begin(Progress.none())) {
        Cid again = session.put(Codec.RAW, data, 5_000, 5_000);
        Committed done = session.commit(again, RefChanges.none().set("b", again));
        assertThat(done.packs()).isEmpty();
        assertThat(done.blocks()).isEqualTo(1);
        assertThat(done.newBytes()).isZero();
      }
    }
  }

  @Test
  void aRangeLargerThanTheBufferIsTakenToo() {
    byte[] data = random(4, (1 << 20) + 5_000);
    try (PackStore store = PackStore.open(directory)) {
      Cid cid;
      try (PutSession session = store.begin(Progress.none())) {
        session.put(Codec.RAW, data, 0, 10);
        cid = session.put(Codec.RAW, data, 0, data.length);
        session.commit(cid, RefChanges.none().set("a", cid));
      }
      assertThat(store.require(cid)).isEqualTo(block(data, 0, data.length));
    }
  }

  @Test
  void aRangeIsRefusedAsABlockIs() {
    try (PackStore store = PackStore.open(directory)) {
      PutSession session = store.begin(Progress.none());
      assertThatThrownBy(() -> session.put(Codec.RAW, new byte[9 << 20], 0, 9 << 20))
          .isInstanceOf(LimitException.class);
      session.put(Codec.RAW, new byte[1], 0, 1);
      assertThatThrownBy(() -> session.put(Codec.RAW, new byte[9], 5, 5))
          .isInstanceOf(IndexOutOfBoundsException.class);
      session.close();
      assertThatThrownBy(() -> session.put(Codec.RAW, new byte[1], 0, 1))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void everySinkTakesRangesAndNoneKeepsNothing() {
    byte[] data = random(5, 1_000);
    MemoryBlockStore memory = new MemoryBlockStore();

    Cid cid = memory.put(Codec.DAG_CBOR, data, 10, 100);
    assertThat(BlockSink.none().put(Codec.DAG_CBOR, data, 10, 100)).isEqualTo(cid);
    Arrays.fill(data, (byte) 0);

    assertThat(memory.require(cid).size()).isEqualTo(100);
    assertThat(cid).isEqualTo(Cid.of(Codec.DAG_CBOR, memory.require(cid).bytes()));
    assertThatThrownBy(() -> memory.put(Codec.RAW, data, 999, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
