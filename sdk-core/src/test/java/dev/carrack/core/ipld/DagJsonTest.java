package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
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
  @ValueSource(
      strings = {
        "",
        "nul",
        "[1,]",
        "[1",
        "{\"a\":1",
        "{\"a\"}",
        "{\"a\":1,\"a\":1}",
        "{a:1}",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e999",
        "+1",
        "NaN",
        "18446744073709551616",
        "-18446744073709551617",
        "1111111111111111111111111111111111111",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"a",
        "1 2",
        "{\"/\":\"not a cid\"}",
        "{\"/\":\"" + CID + "\",\"z\":1}",
        "{\"/\":{\"bytes\":\"oQ\"},\"z\":1}",
        "{\"/\":{\"bytes\":\"oQ\",\"z\":1}}",
        "{\"/\":{\"bytes\":\"*\"}}"
      })
  void refusesWhatIsNotDagJsonEvenIfLenient(String json) {
    assertThatThrownBy(() -> DagJson.decodeLenient(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedException.class);
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
    assertThatThrownBy(() -> DagJson.encode(Node.map().put("/", "x").build()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("reserved");
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
