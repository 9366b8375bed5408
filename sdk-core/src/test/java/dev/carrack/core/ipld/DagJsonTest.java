package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DagJsonTest {

  private static final String CID = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "{}",
        "{\"/\":\"" + CID + "\"}",
        "{\"/\":{\"bytes\":\"\"}}",
        "{\"/\":{\"bytes\":\"oQ\"}}",
        "{\"/\":1}",
        "{\"/\":{\"bytes\":1}}",
        "{\"!\":1,\"/\":\"x\"}",
        "{\"/\":{\"a\":1,\"bytes\":\"x\"}}",
        "{\"a\":-0.0,\"aa\":1.0,\"b\":1e+21,\"é\":\"\\u0001\\t/\\\"\\\\\"}",
        "[18446744073709551615,-18446744073709551616]"
      })
  void keepsCanonicalTextByteForByte(String json) {
    assertThat(DagJson.print(decode(json))).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " null",
        "[1, 2]",
        "{\"b\":1,\"a\":2}",
        "1.50",
        "1E5",
        "\"\\u0041\"",
        "\"\\/\"",
        "{\"/\":{\"bytes\":\"oQ==\"}}",
        "{\"/\":\"" + "BAFKREIHDWDCEFGH4DQKJV67UZCMW7OJEE6XEDZDETOJUZJEVTENXQUVYKU" + "\"}"
      })
  void refusesOtherSpellingsUnlessLenient(String json) {
    assertThatThrownBy(() -> decode(json)).isInstanceOf(MalformedException.class);
    assertThat(DagJson.decodeLenient(json.getBytes(StandardCharsets.UTF_8))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '#',
      value = {
        "`` # 0: the document is truncated",
        "nul # 0: no JSON value begins like this",
        "tru # 0: no JSON value begins like this",
        "falsy # 0: no JSON value begins like this",
        "[1,] # 3: no JSON value is written like this",
        "[1 # 2: the document is truncated",
        "[1;2] # 2: ',' or ']' is missing",
        "{\"a\":1 # 6: the document is truncated",
        "{\"a\":1] # 6: ',' or '}' is missing",
        "{\"a\"} # 4: ':' is missing after the key 'a'",
        "{\"a\":1,\"a\":1} # 12: the map key 'a' occurs twice",
        "{a:1} # 1: a map key must be a string",
        "01 # 2: no JSON value is written like this",
        "- # 1: no JSON value is written like this",
        "1. # 2: a number lacks digits",
        ".5 # 0: no JSON value is written like this",
        "1e # 2: a number lacks digits",
        "1e+ # 3: a number lacks digits",
        "+1 # 0: no JSON value is written like this",
        "NaN # 0: no JSON value is written like this",
        "1111111111111111111111 # 22: a number of 22 characters is out of range",
        "\"\\x\" # 3: '\\x' is no JSON escape",
        "\"\\u12\" # 5: an escape lacks its four hex digits",
        "\"\\ud800\" # 8: a string holds half of a surrogate pair",
        "\"\t\" # 2: a control character must be escaped",
        "\"a # 2: the document is truncated",
        "1 2 # 2: something follows the value",
        "{\"/\":\"not a cid\"} # 17: a link holds no CID: not a CID",
        "{\"/\":{\"bytes\":\"*\"}} # 19: bytes are not base64",
        "{\"/\":\"x\",\"z\":1} # 15: a map uses the reserved key '/' together with others",
        "{\"/\":{\"bytes\":\"oQ\"},\"z\":1} # 26: a map uses the reserved key '/' together",
        "{\"/\":{\"bytes\":\"oQ\",\"z\":1}} # 26: a map uses the reserved key '/' together"
      })
  void namesTheRuleBrokenAndTheCharacter(String json, String rule) {
    assertThatThrownBy(() -> DagJson.decodeLenient(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("DAG-JSON at character " + rule);
  }

  @ParameterizedTest
  @CsvSource({
    "1e999, float Infinity is not in the IPLD data model",
    "18446744073709551616, integer 18446744073709551616 is outside",
    "-18446744073709551617, integer -18446744073709551617 is outside"
  })
  void refusesNumbersBeyondTheDataModel(String json, String rule) {
    assertThatThrownBy(() -> DagJson.decodeLenient(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    assertThatThrownBy(() -> DagJson.decode(new byte[] {'"', (byte) 0xff, '"'}))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("DAG-JSON is not UTF-8 at byte 1");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '#',
      value = {
        "[1, 2] # 3",
        "{\"b\":1,\"a\":2} # 2",
        "1.50 # 3",
        "1E5 # 1",
        "1e21 # 2",
        "-0 # 0",
        "0.0000001 # 0",
        "1.0 # -1",
        "-0.0 # -1",
        "1e+21 # -1",
        "1e-7 # -1"
      })
  void namesTheByteFromWhichOnTextIsNotCanonical(String json, int at) {
    if (at < 0) {
      assertThat(DagJson.print(decode(json))).isEqualTo(json);
    } else {
      assertThatThrownBy(() -> decode(json))
          .hasMessageStartingWith("DAG-JSON is not canonical from byte " + at + " on");
    }
  }

  @Test
  void bytesAndLinksStandAsDeepAsAnyValue() {
    for (Node leaf : List.of(Node.of(new byte[] {1}), Node.of(Cid.parse(CID)), Node.of(1))) {
      for (boolean maps : new boolean[] {false, true}) {
        Node node = leaf;
        for (int i = 0; i < DagCbor.MAX_DEPTH; i++) {
          node = maps ? Node.map().put("a", node).build() : Node.list(List.of(node));
        }
        byte[] json = DagJson.encode(node);
        byte[] deeper = ("[" + DagJson.print(node) + "]").getBytes(StandardCharsets.UTF_8);
        Node tooDeep = Node.list(List.of(node));

        assertThat(DagJson.encode(DagJson.decode(json))).isEqualTo(json);
        assertThatThrownBy(() -> DagJson.decode(deeper))
            .isInstanceOf(LimitException.class)
            .hasMessageContaining("deeper than 1024");
        assertThatThrownBy(() -> DagJson.encode(tooDeep)).isInstanceOf(LimitException.class);
      }
    }
  }

  @Test
  void refusesEndlessNestingOfEveryForm() {
    for (String open : List.of("[", "{\"a\":", "{\"/\":{\"bytes\":", "{\"/\":")) {
      assertThatThrownBy(() -> DagJson.decodeLenient(open.repeat(100_000).getBytes()))
          .isInstanceOf(LimitException.class);
    }
  }

  // ECMAScript 2025, Number::toString; printed by Node 20's String(x), ".0" added to whole numbers.
  @ParameterizedTest
  @CsvSource({
    "5e-324, 5e-324",
    "1e-323, 1e-323",
    "2.2250738585072014e-308, 2.2250738585072014e-308",
    "5.684341886080802e-14, 5.684341886080802e-14",
    "1e-7, 1e-7",
    "0.000001, 0.000001",
    "123456.789, 123456.789",
    "100, 100.0",
    "9007199254740993, 9007199254740992.0",
    "1e21, 1e+21",
    "123456789012345680000, 123456789012345680000.0",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "2e23, 2e+23",
    "-0.1, -0.1"
  })
  void printsFloatsWithTheFewestDigits(double value, String text) {
    assertThat(DagJson.print(Node.of(value))).isEqualTo(text);
  }

  @Test
  void everyPrintedFloatReadsBack() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(JsonFloat.print(value))).isEqualTo(value);
      }
    }
  }

  @Test
  void cannotWriteReservedMaps() {
    Node bytes = Node.map().put("bytes", "oQ").put("z", 1).build();
    for (Node reserved :
        List.of(
            Node.map().put("/", "x").build(),
            Node.map().put("z", 1).put("/", "x").build(),
            Node.map().put("/", bytes).build())) {
      assertThatThrownBy(() -> DagJson.encode(reserved))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("its key '/' is reserved");
    }
  }

  @Test
  void sortsKeysByUtf8BytesNotByUtf16() {
    Node map = Node.map().put("\ud800\udc00", 1).put("\uffee", 2).put("aa", 3).put("b", 4).build();

    assertThat(DagJson.print(map)).isEqualTo("{\"aa\":3,\"b\":4,\"\uffee\":2,\"\ud800\udc00\":1}");
  }

  @Test
  void writesLinksInBase32EvenForIpnsNames() {
    Cid name = Cid.parse("k51qzi5uqu5dlvj2baxnqndepeb86cbk3ng7n3i46uzyxzyqj2xjonzllnv0v8");

    assertThat(DagJson.print(Node.of(name))).startsWith("{\"/\":\"bafzaaj");
  }

  @Test
  void survivesRandomMutations() {
    byte[] seed =
        DagJson.encode(
            Node.map()
                .put(
                    "list",
                    Node.list(List.of(Node.of(1.5), Node.nil(), Node.of(true), Node.of(-7))))
                .put("link", Cid.parse(CID))
                .put("bytes", Node.of(new byte[9]))
                .build());
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = seed.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      try {
        assertThat(DagJson.encode(DagJson.decode(bytes))).isEqualTo(bytes);
      } catch (CarrackException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  private static Node decode(String json) {
    return DagJson.decode(json.getBytes(StandardCharsets.UTF_8));
  }
}
