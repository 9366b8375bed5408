package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  @CsvSource({
    "'', 0: the item is truncated",
    "1817, 0: the number 23 is not written in its shortest form",
    "190017, 0: the number 23 is not written in its shortest form",
    "1900ff, 0: the number 255 is not written in its shortest form",
    "1a0000ffff, 0: the number 65535 is not written in its shortest form",
    "1b00000000ffffffff, 0: the number 4294967295 is not written in its shortest form",
    "5801aa, 0: the number 1 is not written in its shortest form",
    "5f4101ff, 0: indefinite lengths are not allowed",
    "9f01ff, 0: indefinite lengths are not allowed",
    "bf616101ff, 0: indefinite lengths are not allowed",
    "1c, 0: indefinite lengths are not allowed", // reserved
    "f7, 0: 0xf7 is no DAG-CBOR value", // undefined
    "f800, 0: 0xf8 is no DAG-CBOR value", // simple value
    "f93c00, 0: 0xf9 is no DAG-CBOR value", // half float
    "fa3f800000, 0: 0xfa is no DAG-CBOR value", // single float
    "82f6fb7ff8000000000000, 2: the float NaN is not finite",
    "fb7ff0000000000000, 0: the float Infinity is not finite",
    "fbfff0000000000000, 0: the float -Infinity is not finite",
    "c074323031332d30332d32315432303a30343a30305a, 0: tag 0 is not allowed",
    "c249010000000000000000, 0: tag 2 is not allowed",
    "dbffffffffffffffff40, 0: tag 18446744073709551615 is not allowed",
    "d82a420001, 2: a link holds no CID",
    "d82a582501, '2: a length of 37 is claimed, 1 bytes are left'",
    "d82a40, 2: a link does not begin with a zero byte",
    "d82a4101, 2: a link does not begin with a zero byte",
    "d82a6100, 2: tag 42 is not followed by bytes",
    "a2626262016161026161, 5: the map key 'a' is out of order",
    "a26161016161 02, 4: the map key 'a' occurs twice",
    "a2616202616101, 4: the map key 'a' is out of order",
    "a10102, 1: a map key is not a string",
    "a16161, 3: the item is truncated",
    "0001, 1: 1 bytes follow the item",
    "8201, '0: a length of 2 is claimed, 1 bytes are left'",
    "820161, '2: a length of 1 is claimed, 0 bytes are left'",
    "fb7ff8, 0: the item is truncated",
    "62c328, 0: the string is not UTF-8",
    "63eda080, 0: the string is not UTF-8", // a surrogate
    "a161ff00, 1: the map key is not UTF-8",
    "9bffffffffffffffff, '0: a length of 18446744073709551615 is claimed, 0 bytes are left'",
    "5b7fffffffffffffff, '0: a length of 9223372036854775807 is claimed, 0 bytes are left'",
    "ba7fffffff, '0: a length of 2147483647 is claimed, 0 bytes are left'",
    "a20000, '0: a length of 2 is claimed, 2 bytes are left'"
  })
  void namesTheRuleBrokenAndTheByte(String hex, String rule) {
    assertThatThrownBy(() -> decode(hex))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("DAG-CBOR at byte " + rule);
  }

  // The neighbour of each refused document that the lenient reader takes, and its one encoding.
  @ParameterizedTest
  @CsvSource({
    "1817, 17",
    "1900ff, 18ff",
    "1b00000000ffffffff, 1affffffff",
    "3800, 20",
    "5801aa, 41aa",
    "780161, 6161",
    "9800, 80",
    "b800, a0",
    "d9002a4500 01550000, d82a450001550000",
    "a2626262016161 02, a261610262626201",
    "f93c00, fb3ff0000000000000",
    "f9bc00, fbbff0000000000000",
    "f90001, fb3e70000000000000", // the smallest half, 2^-24
    "f903ff, fb3f0ff80000000000", // the largest half that is subnormal
    "f90400, fb3f10000000000000", // the smallest normal, 2^-14
    "f97bff, fb40effc0000000000", // 65504
    "f98000, fb8000000000000000",
    "fa3f800000, fb3ff0000000000000",
    "fa00000001, fb36a0000000000000", // the smallest single, 2^-149
    "fb3ff0000000000000, fb3ff0000000000000"
  })
  void theLenientReaderTakesOtherEncodings(String hex, String strict) {
    Node node = DagCbor.decodeLenient(bytes(hex));

    assertThat(HexFormat.of().formatHex(DagCbor.encode(node))).isEqualTo(strict);
    if (!hex.equals(strict)) {
      assertThatThrownBy(() -> decode(hex)).isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a3616101616202616103, 7: the map key 'a' occurs twice",
    "f97c00, the float Infinity is not finite",
    "f9fc00, the float -Infinity is not finite",
    "f97e00, the float NaN is not finite",
    "fa7f800000, the float Infinity is not finite",
    "f7, 0xf7 is no DAG-CBOR value",
    "f93c, the item is truncated",
    "9f01ff, indefinite lengths",
    "c100, tag 1 is not allowed",
    "0000, 1: 1 bytes follow the item"
  })
  void theLenientReaderHasRulesToo(String hex, String rule) {
    assertThatThrownBy(() -> DagCbor.decodeLenient(bytes(hex)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(rule);
  }

  // RFC 8949 appendix A; the last is 5e-324, the smallest float there is.
  @ParameterizedTest
  @CsvSource({
    "1.1, fb3ff199999999999a",
    "1.0, fb3ff0000000000000",
    "0.0, fb0000000000000000",
    "-0.0, fb8000000000000000",
    "-4.1, fbc010666666666666",
    "1.0e300, fb7e37e43c8800759c",
    "4.9e-324, fb0000000000000001"
  })
  void floatsAreEightBytesAndKeepTheirSign(double value, String hex) {
    assertThat(HexFormat.of().formatHex(DagCbor.encode(Node.of(value)))).isEqualTo(hex);
    assertThat(decode(hex)).isEqualTo(Node.of(value));
  }

  @ParameterizedTest
  @CsvSource({
    "f4, false, boolean",
    "f5, true, boolean",
    "f6, null, null",
    "4101, {\"/\":{\"bytes\":\"AQ\"}}, bytes",
    "616a, \"j\", string",
    "80, [], list",
    "a0, {}, map",
    "1903e8, 1000, int",
    "fb3ff0000000000000, 1.0, float",
    "d82a450001550000, {\"/\":\"bafkqaaa\"}, link"
  })
  void everyKindHasItsOneEncoding(String hex, String json, String kind) {
    Node node = decode(hex);

    assertThat(node.kind()).isEqualTo(kind);
    assertThat(DagJson.print(node)).isEqualTo(json);
    assertThat(HexFormat.of().formatHex(DagCbor.encode(node))).isEqualTo(hex);
  }

  @Test
  void refusesMoreValuesThanABlockCanHold() {
    byte[] many = new byte[DagCbor.MAX_ITEMS + 5];
    ByteBuffer.wrap(many).put((byte) 0x9a).putInt(DagCbor.MAX_ITEMS);
    byte[] most = Arrays.copyOf(many, many.length - 1);
    ByteBuffer.wrap(most).put((byte) 0x9a).putInt(DagCbor.MAX_ITEMS - 1);

    assertThat(DagCbor.decode(most).items()).hasSize(DagCbor.MAX_ITEMS - 1);
    assertThatThrownBy(() -> DagCbor.decode(many))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("more than 2097152 values");
  }

  @Test
  void cutsALongKeyInTheError() {
    String key = "x".repeat(63) + "\ud800\udc00" + "y".repeat(500);
    byte[] once = DagCbor.encode(Node.map().put(key, 1).build());
    byte[] twice = new byte[2 * once.length - 1];
    System.arraycopy(once, 0, twice, 0, once.length);
    System.arraycopy(once, 1, twice, once.length, once.length - 1);
    twice[0] = (byte) 0xa2;

    assertThatThrownBy(() -> DagCbor.decode(twice))
        .hasMessageContaining("the map key '" + "x".repeat(63) + "…' occurs twice");
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

    Node node = DagCbor.decode(deepest);
    assertThat(DagCbor.encode(node)).isEqualTo(deepest);
    assertThatThrownBy(() -> DagCbor.decode(deep))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("deeper than 1024");
    assertThatThrownBy(() -> DagCbor.encode(Node.list(List.of(node))))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("deeper than 1024");
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
    return DagCbor.decode(bytes(hex));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
