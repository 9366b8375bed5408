package dev.carrack.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockTest {

  @Test
  void anIdentityCidCarriesItsBlock() {
    Cid cid = Cid.of(Codec.RAW, Multihash.of(Multihash.IDENTITY, "abc".getBytes(UTF_8)));

    assertThat(Block.inside(cid).orElseThrow().cid()).isEqualTo(cid);
    assertThat(Block.inside(cid).orElseThrow().bytes()).isEqualTo("abc".getBytes(UTF_8));
  }

  @Test
  void noOtherCidCarriesABlock() {
    assertThat(Block.inside(Cid.of(Codec.RAW, "abc".getBytes(UTF_8)))).isEmpty();
  }
}
