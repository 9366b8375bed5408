package dev.carrack.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    convert("{ }".getBytes(UTF_8), "dag-json", "dag-cbor")
        .failsSaying("canonical", "or read it as json");
    convert(new byte[0], "dag-cbor", "dag-json").failsSaying("");
    convert(new byte[0], "protobuf", "dag-json")
        .refusedSaying("'protobuf'", "use one of cbor, dag-cbor");
    convert(new byte[0], "dag-cbor", "json")
        .refusedSaying("--to 'json'", "dag-cbor, dag-json, dag-pb");
  }

  @Test
  void readsLaxlyWhereAsked() {
    byte[] wide = HexFormat.of().parseHex("a2626262016161f93c00");

    assertThat(convert(wide, "cbor", "dag-cbor").ok().out())
        .isEqualTo(HexFormat.of().parseHex("a26161fb3ff000000000000062626201"));
    convert(wide, "dag-cbor", "dag-json").failsSaying("standard input", "byte 5", "out of order");
  }

  @Test
  void namesTheFile(@TempDir Path dir) throws IOException {
    Path file = Files.write(dir.resolve("x.cbor"), new byte[] {(byte) 0xf7});

    Ran.carrack("dag", "convert", file, "--from", "dag-cbor", "--to", "dag-json")
        .failsSaying("x.cbor: DAG-CBOR at byte 0", "0xf7", "re-encode");
    Ran.carrack("dag", "convert", dir.resolve("no"), "--from", "cbor", "--to", "dag-json")
        .failsSaying("there is no file", "check the path");
  }
}
