package dev.carrack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidTest {

  private static final String V0 = "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn";
  private static final String V1 = "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";

  // Source: IPIP-499 (empty directory and file) and ipld/codec-fixtures bf8ab05 (names of its
  // cases).
  @ParameterizedTest
  @ValueSource(
      strings = {
        V0,
        V1,
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
        "bafkqabiaaebagba",
        "bafkqaaa",
        "bagyqcvraypzcitp3hsbtyyxhfyc3p7i3226lullm2rkzqsqqlhnxus7tqnea",
        "bahaacvrabdhd3fzrwaambazyivoiustl2bo2c3rgweo2ug4rogcoz2apaqaa",
        "baguqeeradd2npofdzz4gl4stit2bkixizy3dlvmqrfbjif3dwc6beh556mbq",
        "k51qzi5uqu5dlvj2baxnqndepeb86cbk3ng7n3i46uzyxzyqj2xjonzllnv0v8"
      })
  void canonicalTextReadsBack(String text) {
    Cid cid = Cid.parse(text);

    assertThat(cid).hasToString(text);
    assertThat(Cid.decode(cid.bytes())).isEqualTo(cid).hasSameHashCodeAs(cid);
    assertThat(cid.bytes()).hasSize(cid.size());
  }

  @Test
  void versionsConvertIntoEachOther() {
    assertThat(Cid.parse(V0).toV1()).hasToString(V1);
    assertThat(Cid.parse(V1).toV0()).hasToString(V0);
    assertThat(Cid.parse(V0)).isNotEqualTo(Cid.parse(V1));
    assertThat(Cid.parse(V0).hash()).isEqualTo(Cid.parse(V1).hash());
  }

  @Test
  void everyBaseNamesTheSameCid() {
    Cid cid = Cid.parse(V1);
    for (Multibase base : Multibase.all()) {
      assertThat(Cid.parse(cid.toString(base))).isEqualTo(cid);
    }
  }

  @Test
  void theLongestCidReadsBackInBinary() {
    Cid cid = Cid.of(Codec.RAW, Multihash.of(0x7f, new byte[Multihash.MAX_DIGEST]));

    assertThat(Cid.parse(cid.toString(Multibase.BASE2))).isEqualTo(cid);
  }

  @Test
  void versionZeroHasOneTextOnly() {
    assertThatThrownBy(() -> Cid.parse(V0).toString(Multibase.BASE32))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void theHashDecides() {
    assertThat(Cid.of(Codec.RAW, new byte[0]))
        .hasToString("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Q",
        "hello",
        "b",
        "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf35", // one character short
        "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf3544", // one too many
        "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3N", // one short
        "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3N0", // not base 58
        "zQmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn", // version 0 behind a prefix
        "f1220" + "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", // the same
        "f0255", // version 2
        "f0355120000",
        "f01", // no codec
        "f0155", // no hash
        "f015512", // no length
        "f01551220", // no digest
        "f0155121f" + "00112233445566778899aabbccddeeff00112233445566778899aabbccddee", // truncated
        "f018055120100", // codec not minimal
        "f01551220" + "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" + "00",
        "f01ffffffffffffffffff7f120100", // codec of more than 63 bits
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku\n",
        " bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
      })
  void refusesWhatIsNoCid(String text) {
    assertThatThrownBy(() -> Cid.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("CID");
  }

  @Test
  void refusesEndlessTextQuickly() {
    assertThatThrownBy(() -> Cid.parse("z" + "1".repeat(10_000_000)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("characters");
  }

  @Test
  void rejectsV0WithOtherHash() {
    Multihash identity = Multihash.of(Multihash.IDENTITY, new byte[3]);

    assertThatThrownBy(() -> Cid.v0(identity)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Cid.of(Codec.DAG_PB, identity).toV0())
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Cid.of(Codec.RAW, new byte[0]).toV0())
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void readsFromTheMiddleOfABuffer() {
    Cid first = Cid.parse(V0);
    Cid second = Cid.parse(V1);
    ByteBuffer buffer =
        ByteBuffer.allocate(200).put((byte) 9).put(first.bytes()).put(second.bytes()).flip();
    buffer.get();

    assertThat(Cid.read(buffer)).isEqualTo(first);
    assertThat(Cid.read(buffer)).isEqualTo(second);
    assertThat(buffer.hasRemaining()).isFalse();
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(5);
    byte[] seed = Cid.parse(V1).bytes();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(seed, random.nextInt(seed.length + 2));
      if (bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(Cid.decode(bytes).bytes()).isEqualTo(bytes);
      } catch (MalformedException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void ordersByItsBytes() {
    Cid v0 = Cid.parse(V0);
    Cid v1 = Cid.parse(V1);

    assertThat(v1).isLessThan(v0); // 01… before 12…
    assertThat(v0.compareTo(v0)).isZero();
  }

  // Source: ipld/codec-fixtures bf8ab05, cid-QmQg1v4o9xdT3Q14wh4S7dxZkDjyZ9ssFzFzyep1YrVJBY.
  @ParameterizedTest
  @CsvSource({
    "QmQg1v4o9xdT3Q14wh4S7dxZkDjyZ9ssFzFzyep1YrVJBY,"
        + " 122022ad631c69ee983095b5b8acd029ff94aff1dc6c48837878589a92b90dfea317"
  })
  void bytesAreThoseOfTheFixture(String text, String hex) {
    assertThat(HexFormat.of().formatHex(Cid.parse(text).bytes())).isEqualTo(hex);
  }
}
