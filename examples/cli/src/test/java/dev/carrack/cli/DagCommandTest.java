package dev.carrack.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DagCommandTest {

  private static Ran convert(byte[] in, String from, String to) {
    return Ran.given(in, Map.of(), "dag", "convert", "--from", from, "--to", to);
  }

  /** Outside source: RFC 8949, appendix A, {@code {"a": 1, "b": [2, 3]}}. */
  @Test
  void convertsThereAndBack() {
    byte[] cbor = HexFormat.of().parseHex("a26161016162820203");

    byte[] json = convert(cbor, "dag-cbor", "dag-json").ok().out();

    assertThat(new String(json, UTF_8)).isEqualTo("{\"a\":1,\"b\":[2,3]}");
    assertThat(convert(json, "dag-json", "dag-cbor").ok().out()).isEqualTo(cbor);
    assertThat(
            convert("{ \"b\": [2, 3], \"a\": 1 }".getBytes(UTF_8), "json", "dag-cbor").ok().out())
        .isEqualTo(cbor);
  }

  @Test
  void refusesWhatIsNotCanonical() {
    convert(HexFormat.of().parseHex("1801"), "dag-cbor", "dag-json").failsSaying("DAG-CBOR");
    convert("{ }".getBytes(UTF_8), "dag-json", "dag-cbor").failsSaying("canonical");
    convert(new byte[0], "dag-cbor", "dag-json").failsSaying("");
    convert(new byte[0], "cbor", "dag-json").failsSaying("'cbor'");
  }
}
