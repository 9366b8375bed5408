package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.LimitException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit is one number for every codec, for lists and maps, for reading and writing. */
class NestingTest {

  private static final int LIMIT = DagCbor.MAX_DEPTH;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dagCborReadsAndWritesToTheLimitAndNotBeyond(boolean maps) {
    byte[] deepest = cbor(maps, LIMIT);
    byte[] deeper = cbor(maps, LIMIT + 1);

    assertThat(DagCbor.encode(DagCbor.decode(deepest))).isEqualTo(deepest);
    assertThatThrownBy(() -> DagCbor.decode(deeper))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("1024");
    assertThatThrownBy(() -> DagCbor.encode(node(maps, LIMIT + 1)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("1024");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void linksAreSoughtToTheLimitAndNotBeyond(boolean maps) {
    assertThat(links(cbor(maps, LIMIT))).isEmpty();
    assertThatThrownBy(() -> links(cbor(maps, LIMIT + 1))).isInstanceOf(LimitException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dagJsonReadsAndWritesToTheLimitAndNotBeyond(boolean maps) {
    byte[] deepest = json(maps, LIMIT);

    assertThat(DagJson.encode(DagJson.decode(deepest))).isEqualTo(deepest);
    assertThatThrownBy(() -> DagJson.decode(json(maps, LIMIT + 1)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("1024");
    assertThatThrownBy(() -> DagJson.encode(node(maps, LIMIT + 1)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("1024");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatCanBeReadCanBeWorkedWithOnTheUsualStack(boolean maps) throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = new Thread(null, () -> work(maps), "usual stack", 1 << 20);
    thread.setUncaughtExceptionHandler((t, e) -> thrown.set(e));

    thread.start();
    thread.join();

    assertThat(thrown.get()).isNull();
  }

  private static void work(boolean maps) {
    Node one = DagCbor.decode(cbor(maps, LIMIT));
    Node other = DagJson.decode(json(maps, LIMIT));
    assertThat(one.equals(other)).isTrue();
    assertThat(one.hashCode()).isEqualTo(other.hashCode());
    assertThat(one.toString().equals(other.toString())).isTrue();
    assertThat(one.links()).isEmpty();
    assertThat(DagCbor.encode(other)).isEqualTo(cbor(maps, LIMIT));
  }

  private static List<Cid> links(byte[] bytes) {
    return Links.of(Cid.of(Codec.DAG_CBOR, bytes), bytes);
  }

  private static byte[] cbor(boolean maps, int depth) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < depth; i++) {
      out.writeBytes(maps ? new byte[] {(byte) 0xa1, 0x61, 'k'} : new byte[] {(byte) 0x81});
    }
    out.write(0);
    return out.toByteArray();
  }

  private static byte[] json(boolean maps, int depth) {
    String text = (maps ? "{\"k\":" : "[").repeat(depth) + "0" + (maps ? "}" : "]").repeat(depth);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Node node(boolean maps, int depth) {
    Node node = Node.of(0);
    for (int i = 0; i < depth; i++) {
      node = maps ? Node.map(Map.of("k", node)) : Node.list(List.of(node));
    }
    return node;
  }
}
