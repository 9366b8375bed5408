package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.CachedBlocks;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import dev.carrack.core.pack.PackStore;
import dev.carrack.core.pack.PutSession;
import dev.carrack.core.pack.RefChanges;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeReadTest {

  private static final int SIZE = 5_300_000;
  private final byte[] content = content();

  @TempDir Path directory;

  private static byte[] content() {
    try (InputStream in = Streams.aes(SIZE)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] read(SeekableByteChannel channel, int offset, int length)
      throws IOException {
    ByteBuffer out = ByteBuffer.allocate(length);
    channel.position(offset);
    while (out.hasRemaining() && channel.read(out) >= 0) {}
    return Arrays.copyOf(out.array(), out.position());
  }

  private void assertReadsAsWritten(BlockSource source, Cid cid, int count) throws IOException {
    Random random = new Random(count);
    try (SeekableByteChannel channel = UnixFs.channel(source, cid)) {
      for (int i = 0; i < count; i++) {
        int offset = random.nextInt(SIZE);
        int length = random.nextInt(i % 20 == 0 ? 3 << 20 : 100_000);
        assertThat(read(channel, offset, length))
            .isEqualTo(Arrays.copyOfRange(content, offset, Math.min(SIZE, offset + length)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1 << 20, 3 << 20, 32 << 20})
  void everyReadThroughACacheGivesTheFilesBytes(int budget) throws IOException {
    MemoryBlockStore store = new MemoryBlockStore();
    for (Profile profile : Profile.all()) {
      Cid cid =
          UnixFsImporter.into(store)
              .withProfile(profile)
              .file(new ByteArrayInputStream(content))
              .cid();
      assertReadsAsWritten(CachedBlocks.over(store, budget), cid, 60);
    }
  }

  @Test
  void aByteFlippedOnTheDiskIsCaughtBeforeAnyIsHandedOut() throws IOException {
    try (PackStore store = PackStore.open(directory)) {
      Cid cid;
      try (PutSession session = store.begin(Progress.none())) {
        cid = UnixFsImporter.into(session).file(new ByteArrayInputStream(content)).cid();
        session.commit(cid, RefChanges.none().set("a", cid));
      }
      CachedBlocks cache = CachedBlocks.over(store, 2 << 20);
      assertReadsAsWritten(cache, cid, 30);
      SeekableByteChannel channel = UnixFs.channel(CachedBlocks.over(store, 2 << 20), cid);
      Path pack = store.file(store.packs().get(0));
      flip(pack, 2_500_000);

      ByteBuffer out = ByteBuffer.allocate(64 << 10);
      channel.position(2_200_000);
      assertThatThrownBy(() -> channel.read(out)).isInstanceOf(IntegrityException.class);
      assertThat(out.position()).isZero();
      assertThat(out.array()).containsOnly(0);

      flip(pack, 2_500_000);
      assertThat(read(channel, 2_200_000, 1000))
          .isEqualTo(Arrays.copyOfRange(content, 2_200_000, 2_201_000));
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(at);
      int old = open.read();
      open.seek(at);
      open.write(old ^ 1);
    }
  }

  @Test
  void aLeafShorterThanItsParentPromisesIsRefused() {
    MemoryBlockStore store = new MemoryBlockStore();
    Block first = Block.of(Codec.RAW, new byte[100]);
    Block second = Block.of(Codec.RAW, new byte[50]);
    byte[] message = UnixFsMessage.file(200, new long[] {100, 100});
    Block root =
        Block.of(
            Codec.DAG_PB,
            DagPb.encode(
                PbNode.of(
                    List.of(PbLink.of(first.cid(), "", 100), PbLink.of(second.cid(), "", 50)),
                    message)));
    List.of(first, second, root).forEach(store::put);
    SeekableByteChannel channel = UnixFs.channel(CachedBlocks.over(store, 1000), root.cid());

    for (int offset : new int[] {110, 190}) {
      ByteBuffer out = ByteBuffer.allocate(10);
      assertThatThrownBy(() -> channel.position(offset).read(out))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("promises 100");
      assertThat(out.position()).isZero();
    }
  }

  @Test
  void aLeafThatIsNotHereIsNotFound() throws IOException {
    MemoryBlockStore store = new MemoryBlockStore();
    MemoryBlockStore rootOnly = new MemoryBlockStore();
    Cid cid = UnixFsImporter.into(store).file(new ByteArrayInputStream(content)).cid();
    rootOnly.put(store.require(cid));
    SeekableByteChannel channel = UnixFs.channel(CachedBlocks.over(rootOnly, 1000), cid);

    channel.position(3_000_000);
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(NotFoundException.class);
  }
}
