package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.MemoryBlockStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutsTest {

  /** Looks 100 bytes ahead and cuts after as many as the first of them says. */
  private static final class ByFirstByte implements Cuts {
    private final List<Integer> seen = new ArrayList<>();

    @Override
    public int ahead() {
      return 100;
    }

    @Override
    public int next(byte[] bytes, int from, int available) {
      seen.add(available);
      return Math.min(bytes[from], available);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 4096})
  void bytesReadAheadBelongToTheNextLeaf(int portion) throws IOException {
    byte[] content = new byte[1000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i % 97 + 1);
    }
    ByteArrayInputStream in = new ByteArrayInputStream(content);
    ByFirstByte cuts = new ByFirstByte();
    ReadAhead ahead = new ReadAhead();
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    int available;
    while ((available = ahead.fill((to, at, n) -> in.read(to, at, Math.min(n, portion)), 100))
        > 0) {
      int length = cuts.next(ahead.bytes(), ahead.from(), available);
      byte[] leaf = Arrays.copyOfRange(ahead.bytes(), ahead.from(), ahead.from() + length);
      ahead.skip(length);
      assertThat(leaf).hasSize(Math.min(leaf[0], available));
      out.writeBytes(leaf);
    }

    assertThat(out.toByteArray()).isEqualTo(content);
    assertThat(cuts.seen.get(0)).isEqualTo(100);
    assertThat(cuts.seen.get(cuts.seen.size() - 1)).isLessThan(100);
  }

  @Test
  void oneBufferServesAllLeavesOfOneSize() throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(new byte[250]);
    ReadAhead ahead = new ReadAhead();

    assertThat(ahead.fill(in::read, 100)).isEqualTo(100);
    byte[] first = ahead.bytes();
    ahead.skip(100);
    assertThat(ahead.fill(in::read, 100)).isEqualTo(100);
    ahead.skip(100);
    assertThat(ahead.fill(in::read, 100)).isEqualTo(50);
    ahead.skip(50);

    assertThat(ahead.fill(in::read, 100)).isZero();
    assertThat(ahead.bytes()).isSameAs(first).hasSize(100);
  }

  @Test
  void whatIsLeftOfOneFileIsNoPartOfTheNext() {
    UnixFsImporter importer = UnixFsImporter.into(new MemoryBlockStore());
    String cid = importer.file(Streams.aes(3)).cid().toString();

    importer.file(Streams.aes((1 << 20) + 9));

    assertThat(importer.file(Streams.aes(3)).cid()).hasToString(cid);
  }
}
