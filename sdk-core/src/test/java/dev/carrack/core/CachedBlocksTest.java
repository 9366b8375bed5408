package dev.carrack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class CachedBlocksTest {

  /** Gives bytes into the memory it is offered, as a disk does, and counts. */
  private static final class Disk implements BlockReader {
    private final MemoryBlockStore store = new MemoryBlockStore();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger scans = new AtomicInteger();

    List<Block> fill(int count, int size) {
      List<Block> blocks = new ArrayList<>();
      Random random = new Random(size);
      for (int i = 0; i < count; i++) {
        byte[] data = new byte[size];
        random.nextBytes(data);
        Block block = Block.of(Codec.RAW, data);
        store.put(block);
        blocks.add(block);
      }
      return blocks;
    }

    @Override
    public Optional<byte[]> read(Cid cid, IntFunction<byte[]> memory) {
      reads.incrementAndGet();
      return store
          .get(cid)
          .map(
              block -> {
                byte[] data = memory.apply(block.size());
                block.copyTo(data, 0);
                return data;
              });
    }

    @Override
    public int scan(Cid cid, int offset, ByteBuffer out) {
      scans.incrementAndGet();
      return CachedBlocks.over(store, 0).read(cid, offset, out);
    }

    @Override
    public Optional<Block> get(Cid cid) {
      return store.get(cid);
    }

    @Override
    public boolean has(Cid cid) {
      return store.has(cid);
    }
  }

  private final Disk disk = new Disk();

  private static byte[] read(RangeSource source, Block block, int offset, int length) {
    ByteBuffer out = ByteBuffer.allocate(length);
    assertThat(source.read(block.cid(), offset, out)).isEqualTo(block.size());
    return Arrays.copyOf(out.array(), out.position());
  }

  @Test
  void aRangeIsThatOfTheBlockAndEndsWithIt() {
    Block block = disk.fill(1, 1000).get(0);
    CachedBlocks cache = CachedBlocks.over(disk, 1 << 20);

    for (int times = 0; times < 3; times++) {
      assertThat(read(cache, block, 0, 1000)).isEqualTo(block.bytes());
      assertThat(read(cache, block, 990, 100))
          .isEqualTo(Arrays.copyOfRange(block.bytes(), 990, 1000));
      assertThat(read(cache, block, 1000, 100)).isEmpty();
      assertThat(read(cache, block, 2000, 100)).isEmpty();
    }
    assertThatThrownBy(() -> cache.read(block.cid(), -1, ByteBuffer.allocate(1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aBlockAskedForTwiceIsKeptWhileItFitsAndTheOneUnusedLongestGoesFirst() {
    List<Block> blocks = disk.fill(4, 1024);
    CachedBlocks cache = CachedBlocks.over(disk, 3 * 1024);

    for (int times = 0; times < 4; times++) {
      blocks.subList(0, 3).forEach(block -> read(cache, block, 5, 10));
    }
    assertThat(disk.scans).hasValue(3);
    assertThat(disk.reads).hasValue(3);
    assertThat(cache.held()).isEqualTo(3 * 1024);

    read(cache, blocks.get(0), 0, 1); // so that the second is the eldest
    read(cache, blocks.get(3), 0, 1);
    assertThat(read(cache, blocks.get(3), 0, 1024)).isEqualTo(blocks.get(3).bytes());
    assertThat(read(cache, blocks.get(0), 0, 1024)).isEqualTo(blocks.get(0).bytes());
    assertThat(read(cache, blocks.get(2), 0, 1024)).isEqualTo(blocks.get(2).bytes());
    assertThat(disk.scans).hasValue(4);
    assertThat(disk.reads).hasValue(4);
    assertThat(read(cache, blocks.get(1), 0, 1024)).isEqualTo(blocks.get(1).bytes());
    assertThat(disk.scans).hasValue(5);
    assertThat(cache.held()).isEqualTo(3 * 1024);
  }

  @Test
  void readsThatGoEverywhereKeepNothing() {
    List<Block> blocks = disk.fill(5, 1024);
    CachedBlocks cache = CachedBlocks.over(disk, 4 * 1024);

    for (int times = 0; times < 3; times++) {
      blocks.forEach(block -> read(cache, block, 0, 1));
    }

    assertThat(cache.held()).isZero();
    assertThat(disk.scans).hasValue(15);
  }

  @Test
  void aBlockLargerThanTheBudgetIsReadAndNotKept() {
    Block large = disk.fill(1, 5000).get(0);
    CachedBlocks cache = CachedBlocks.over(disk, 4999);

    assertThat(read(cache, large, 0, 5000)).isEqualTo(large.bytes());
    assertThat(read(cache, large, 0, 5000)).isEqualTo(large.bytes());

    assertThat(disk.scans).hasValue(2);
    assertThat(cache.held()).isZero();
    assertThatThrownBy(() -> CachedBlocks.over(disk, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSourceWithoutRangesIsCachedToo() {
    MemoryBlockStore store = new MemoryBlockStore();
    Block block = Block.of(Codec.RAW, new byte[] {1, 2, 3});
    store.put(block);
    CachedBlocks cache = CachedBlocks.over(store, 100);

    assertThat(read(cache, block, 1, 9)).containsExactly(2, 3);
    assertThat(cache.held()).isEqualTo(3);
    assertThat(cache.get(block.cid())).contains(block);
    assertThat(cache.has(block.cid())).isTrue();
    assertThat(cache.read(Cid.of(Codec.RAW, new byte[1]), 0, ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  @Test
  void threadsThatPushEachOthersBlocksOutNeverSeeOtherBytes() throws Exception {
    List<Block> blocks = disk.fill(12, 4096);
    CachedBlocks cache = CachedBlocks.over(disk, 4 * 4096);
    Callable<Boolean> reader =
        () -> {
          Random random = new Random();
          for (int i = 0; i < 5_000; i++) {
            Block block = blocks.get(random.nextInt(12));
            int offset = random.nextInt(4096);
            byte[] expected =
                Arrays.copyOfRange(block.bytes(), offset, Math.min(4096, offset + 500));
            if (!Arrays.equals(read(cache, block, offset, 500), expected)) {
              return false;
            }
          }
          return true;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Boolean> same : threads.invokeAll(List.of(reader, reader, reader, reader))) {
        assertThat(same.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(cache.held()).isLessThanOrEqualTo(4 * 4096);
  }
}
