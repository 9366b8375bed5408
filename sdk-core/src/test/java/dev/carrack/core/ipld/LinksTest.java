package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinksTest {

  private static final Cid A = Cid.of(Codec.RAW, new byte[] {1});
  private static final Cid B = Cid.of(Codec.DAG_CBOR, new byte[] {2});

  @Test
  void findsEveryLinkInItsOrder() {
    Node node =
        Node.map()
            .put("a", Node.list(List.of(Node.of(A), Node.of("text"), Node.of(B), Node.of(A))))
            .put("bb", Node.map().put("x", Node.of(-5L)).put("y", Node.of(B)).build())
            .put("cc", Node.of(new byte[] {9}))
            .put("dd", Node.of(1.5))
            .put("ee", Node.of(true))
            .put("ff", Node.nil())
            .build();

    List<Cid> links = Links.of(Block.of(Codec.DAG_CBOR, DagCbor.encode(node)));

    assertThat(links).containsExactly(A, B, A, B).isEqualTo(node.links());
  }

  @Test
  void refusesWhatTheDecoderRefuses() {
    byte[] deep = new byte[100_000];
    Arrays.fill(deep, (byte) 0x81);
    assertThatThrownBy(() -> links(deep)).isInstanceOf(LimitException.class);
    for (byte[] bad :
        List.of(
            new byte[] {}, // nothing
            new byte[] {1, 2}, // two items
            new byte[] {0x18, 5}, // not in its shortest form
            new byte[] {(byte) 0x9a, 0x7f, -1, -1, -1}, // two thousand million entries
            new byte[] {(byte) 0x5b, 0x7f, -1, -1, -1, -1, -1, -1, -1}, // bytes without end
            new byte[] {(byte) 0xa2, 0x61, 'b', 0, 0x61, 'a', 0}, // keys out of order
            new byte[] {(byte) 0xa2, 0x61, 'a', 0, 0x61, 'a', 0}, // a key twice
            new byte[] {(byte) 0xa1, 0, 0}, // a key that is no text
            new byte[] {(byte) 0xd8, 43, 0x41, 0}, // another tag
            new byte[] {(byte) 0xd8, 42, 0x41, 1}, // a link without its zero byte
            new byte[] {(byte) 0x9f, (byte) 0xff}, // an indefinite length
            new byte[] {(byte) 0xf7})) { // undefined
      assertThatThrownBy(() -> links(bad)).isInstanceOf(MalformedException.class);
      assertThatThrownBy(() -> DagCbor.decode(bad)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void aBlockOfSmallNumbersCostsNoMoreMemoryThanItself() {
    int count = Block.MAX_SIZE / 2 - 3;
    ByteBuffer block = ByteBuffer.allocate(5 + 2 * count).put((byte) 0x9a).putInt(count);
    while (block.hasRemaining()) {
      block.put((byte) 0x18).put((byte) 200);
    }
    links(new byte[] {0}); // loads the classes
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThat(links(block.array())).isEmpty();

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
  }

  private static List<Cid> links(byte[] dagCbor) {
    return Links.of(B, dagCbor);
  }
}
