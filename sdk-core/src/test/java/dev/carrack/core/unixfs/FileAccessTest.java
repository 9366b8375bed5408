package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams and channels of one file, "abcdefg" in the leaves "abc" and "defg". */
class FileAccessTest {

  private final MemoryBlockStore store = new MemoryBlockStore();
  private final Cid file = file("abc", "defg");

  @Test
  void aStreamReadsBytesRangesAndNothingBehindItsEnd() throws IOException {
    try (InputStream in = UnixFs.open(store, file, 1, 4)) {
      byte[] into = {'-', '-', '-', '-', '-', '-'};
      assertThat(in.read()).isEqualTo('b');
      assertThat(in.read(into, 0, 0)).isZero();
      assertThat(in.read(into, 1, 5)).isEqualTo(1); // to the end of the leaf
      assertThat(in.read(into, 2, 4)).isEqualTo(2);
      assertThat(new String(into, StandardCharsets.US_ASCII)).isEqualTo("-cde--");
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(into, 0, 6)).isEqualTo(-1);
      assertThat(in.available()).isZero();
      assertThatThrownBy(() -> in.read(into, 5, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aStreamSkipsToItsEndAtMost() throws IOException {
    try (InputStream in = UnixFs.open(store, file, 0, 6)) {
      assertThat(in.skip(-1)).isZero();
      assertThat(in.skip(4)).isEqualTo(4);
      assertThat(in.read()).isEqualTo('e');
      assertThat(in.skip(9)).isEqualTo(1);
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.skip(1)).isZero();
    }
  }

  @Test
  void bytesAbove127AreNoEnd() throws IOException {
    Block block = Block.of(Codec.RAW, new byte[] {(byte) 0xff});
    store.put(block);
    try (InputStream in = UnixFs.open(store, block.cid())) {
      assertThat(in.read()).isEqualTo(255);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aChannelKnowsItsSizeAndSeeksAnywhere() throws IOException {
    try (SeekableByteChannel in = UnixFs.channel(store, file)) {
      assertThat(in.size()).isEqualTo(7);
      assertThat(in.position()).isZero();
      assertThat(in.position(5)).isSameAs(in);
      assertThat(read(in, 9)).isEqualTo("fg");
      assertThat(in.position()).isEqualTo(7);
      assertThat(in.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(read(in.position(2), 1)).isEqualTo("c");
      assertThat(read(in.position(0), 2)).isEqualTo("ab");
      assertThat(in.read(ByteBuffer.allocate(0))).isZero();
      assertThat(in.position(100).read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(in.position()).isEqualTo(100);
    }
  }

  @Test
  void aChannelIsForReadingAndUntilItIsClosed() throws IOException {
    SeekableByteChannel in = UnixFs.channel(store, file);
    assertThatThrownBy(() -> in.position(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> in.truncate(0)).isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> in.write(ByteBuffer.allocate(1)))
        .isInstanceOf(NonWritableChannelException.class);
    assertThat(in.isOpen()).isTrue();

    in.close();

    assertThat(in.isOpen()).isFalse();
    assertThatThrownBy(in::size).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(in::position).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> in.position(0)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> in.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void anInterruptEndsAChannelsRead() throws IOException {
    try (SeekableByteChannel in = UnixFs.channel(store, file)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> in.read(ByteBuffer.allocate(1)))
          .isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void rangesAreNeverNegative() {
    assertThatThrownBy(() -> UnixFs.open(store, file, -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> UnixFs.open(store, file, 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theOffsetAtTheEndIsAnEmptyRange() throws IOException {
    try (InputStream in = UnixFs.open(store, file, 7, 1)) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  private static String read(SeekableByteChannel in, int most) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(most);
    while (out.hasRemaining() && in.read(out) >= 0) {}
    return new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII);
  }

  private Cid file(String... leaves) {
    long[] sizes = new long[leaves.length];
    PbLink[] links = new PbLink[leaves.length];
    long total = 0;
    for (int i = 0; i < leaves.length; i++) {
      Block leaf = Block.of(Codec.RAW, leaves[i].getBytes(StandardCharsets.US_ASCII));
      store.put(leaf);
      sizes[i] = leaf.size();
      total += leaf.size();
      links[i] = PbLink.of(leaf.cid(), "", leaf.size());
    }
    byte[] data = UnixFsMessage.file(total, sizes);
    Block root = Block.of(Codec.DAG_PB, DagPb.encode(PbNode.of(List.of(links), data)));
    store.put(root);
    return root.cid();
  }
}
