package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DagCborTest {

  // RFC 8949 appendix A, those lines that DAG-CBOR keeps.
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "23, 17",
    "24, 1818",
    "100, 1864",
    "1000, 1903e8",
    "1000000, 1a000f4240",
    "1000000000000, 1b000000e8d4a51000",
    "18446744073709551615, 1bffffffffffffffff",
    "-18446744073709551616, 3bffffffffffffffff",
    "-1, 20",
    "-100, 3863",
    "-1000, 3903e7"
  })
  void integersMatchRfc8949(BigInteger value, String hex) {
    assertThat(HexFormat.of().formatHex(DagCbor.encode(Node.of(value)))).isEqualTo(hex);
    assertThat(decode(hex)).isEqualTo(Node.of(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "1817", // 23 in two bytes
        "190017", // 23 in three
        "1900ff", // 255 in three
        "1a0000ffff", // 65535 in five
        "1b00000000ffffffff", // 2^32-1 in nine
        "5801aa", // length 1 in two bytes
        "5f4101ff", // indefinite bytes
        "9f01ff", // indefinite list
        "bf616101ff", // indefinite map
        "f7", // undefined
        "f93c00", // half float
        "fa3f800000", // single float
        "fb7ff8000000000000", // NaN
        "fb7ff0000000000000", // infinity
        "f800", // simple value
        "c074323031332d30332d32315432303a30343a30305a", // tag 0
        "c249010000000000000000", // bignum
        "d82a420001", // tag 42 with a short CID
        "d82a582501", // link without the zero byte, truncated
        "d82a6100", // tag 42 on text
        "a2626262016161026161", // unsorted keys and rest
        "a26161016161 02", // duplicate
        "a10102", // integer key
        "a16161", // map without its value
        "0001", // two items
        "8201", // list cut short
        "62c328", // invalid UTF-8
        "63eda080", // surrogate in UTF-8
        "1c", // reserved length
        "9bffffffffffffffff", // 2^64-1 items claimed
        "5b7fffffffffffffff", // 2^63-1 bytes claimed
        "ba7fffffff" // 2^31-1 entries claimed
      })
  void refusesWhatIsNotStrict(String hex) {
    assertThatThrownBy(() -> decode(hex)).isInstanceOf(MalformedException.class);
  }

  @Test
  void sortsKeysByLengthFirst() {
    Node map = Node.map().put("aa", 1).put("b", 2).put("", 3).put("é", 4).build();

    byte[] bytes = DagCbor.encode(map);

    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("a460036162026261610162c3a904");
    assertThat(DagCbor.decode(bytes)).isEqualTo(map);
    assertThat(List.copyOf(DagCbor.decode(bytes).entries().keySet()))
        .isEqualTo(List.of("", "b", "aa", "é"));
  }

  @Test
  void refusesNestingBeyondTheLimit() {
    byte[] deep = new byte[DagCbor.MAX_DEPTH + 2];
    Arrays.fill(deep, (byte) 0x81);
    deep[deep.length - 1] = 0;
    byte[] deepest = Arrays.copyOfRange(deep, 1, deep.length);

    assertThat(DagCbor.encode(DagCbor.decode(deepest))).isEqualTo(deepest);
    assertThatThrownBy(() -> DagCbor.decode(deep)).isInstanceOf(LimitException.class);
  }

  @Test
  void refusesAnUnpairedSurrogate() {
    assertThatThrownBy(() -> DagCbor.encode(Node.of("\ud800")))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void findsLinksInOrder() {
    Cid a = Cid.parse("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
    Cid b = Cid.parse("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
    Node node =
        Node.map().put("z", Node.list(List.of(Node.of(b), Node.of(a)))).put("yy", a).build();

    byte[] bytes = DagCbor.encode(node);

    assertThat(Links.of(Cid.of(dev.carrack.core.Codec.DAG_CBOR, bytes), bytes))
        .containsExactly(b, a, a);
  }

  // Mutations of a valid document either fail with our own error or decode to what re-encodes the
  // same.
  @Test
  void survivesRandomMutations() {
    byte[] seed =
        DagCbor.encode(
            Node.map()
                .put(
                    "list",
                    Node.list(List.of(Node.of(1.5), Node.nil(), Node.of(true), Node.of(-70000))))
                .put(
                    "link",
                    Cid.parse("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"))
                .put("text", "Čaues")
                .put("bytes", Node.of(new byte[40]))
                .build());
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(seed, 1 + random.nextInt(seed.length));
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      try {
        assertThat(DagCbor.encode(DagCbor.decode(bytes))).isEqualTo(bytes);
      } catch (CarrackException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  private static Node decode(String hex) {
    return DagCbor.decode(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
