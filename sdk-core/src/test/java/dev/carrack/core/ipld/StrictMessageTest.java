package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each refusal names its rule and its place. */
class StrictMessageTest {

  @ParameterizedTest
  @CsvSource({
    "a2616101616102, DAG-CBOR at byte 4: the map key 'a' occurs twice",
    "a2616201616102, DAG-CBOR at byte 4: the map key 'a' is out of order",
    "a361610061, 'DAG-CBOR at byte 0: a length of 3 is claimed, 4 bytes are left'",
    "83000000ff, DAG-CBOR at byte 4: 1 bytes follow the item",
    "8300, 'DAG-CBOR at byte 0: a length of 3 is claimed, 1 bytes are left'",
    "1818ff, DAG-CBOR at byte 2: 1 bytes follow the item",
    "f7, DAG-CBOR at byte 0: 0xf7 is no DAG-CBOR value",
    "d82b00, 'DAG-CBOR at byte 0: tag 43 is not allowed, only 42'"
  })
  void dagCbor(String hex, String message) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> DagCbor.decode(bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(message);
    assertThatThrownBy(() -> Links.of(Cid.of(Codec.DAG_CBOR, bytes), bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void linksAreFoundBesideTextThatIsNotUtf8() {
    Cid cid = Cid.of(Codec.RAW, new byte[] {1});
    String hex = "8262c328" + HexFormat.of().formatHex(DagCbor.encode(Node.of(cid)));
    String key = "a161ff" + HexFormat.of().formatHex(DagCbor.encode(Node.of(cid)));

    for (String each : new String[] {hex, key}) {
      byte[] bytes = HexFormat.of().parseHex(each);
      assertThat(Links.of(Cid.of(Codec.DAG_CBOR, bytes), bytes)).containsExactly(cid);
      assertThatThrownBy(() -> DagCbor.decode(bytes)).hasMessageContaining("is not UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" [ ] ", "[ 1 , 2 ] ", "\t{ } ", "{ \"a\" : 1 , \"b\" : 2 }\n", "\r\n0 "})
  void whiteSpaceStandsAnywhereBetweenTheTokensOfLenientJson(String text) {
    Node node = lenient(text);

    assertThat(DagJson.print(node)).isEqualTo(text.replaceAll("\\s", ""));
  }

  @Test
  void numbersAreRefusedByTheirLengthBeforeTheyAreConverted() {
    String most = "-18446744073709551616";

    assertThat(DagJson.print(lenient(most))).isEqualTo(most);
    assertThatThrownBy(() -> lenient(most + "0"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("at character 22: a number of 22 characters is out of range");
    assertThat(lenient("[0." + "1".repeat(1098) + "]").items().get(0).float64()).isEqualTo(1 / 9.0);
    assertThatThrownBy(() -> lenient("[0." + "1".repeat(1099) + "]"))
        .hasMessageContaining("at character 1102: a number of 1101 characters is out of range");
  }

  private static Node lenient(String text) {
    return DagJson.decodeLenient(text.getBytes(StandardCharsets.UTF_8));
  }
}
