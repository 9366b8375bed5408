package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Source: ipld/codec-fixtures at bf8ab05 (2026-06-22), positive and negative suites. */
@Needs("fixtures")
class CodecFixturesTest {

  private static final Map<String, Codec> CODECS =
      Map.of("dag-cbor", Codec.DAG_CBOR, "dag-json", Codec.DAG_JSON, "dag-pb", Codec.DAG_PB);
  private static final Map<String, Function<byte[], Node>> DECODE =
      Map.of(
          "dag-cbor", DagCbor::decode,
          "dag-json", DagJson::decode,
          "dag-pb", bytes -> DagPb.decode(bytes).toNode());
  private static final Map<String, Function<Node, byte[]>> ENCODE =
      Map.of(
          "dag-cbor", DagCbor::encode,
          "dag-json", DagJson::encode,
          "dag-pb", node -> DagPb.encode(PbNode.from(node)));

  @TestFactory
  List<DynamicTest> everyFormConvertsIntoItsSiblingsByteForByte() throws IOException {
    List<Path> directories = list(Fixtures.path("ipld/codec-fixtures/fixtures"));
    Fixtures.count("ipld/codec-fixtures (documents)", directories.size());
    assertThat(directories).hasSizeGreaterThan(80);
    return directories.stream()
        .map(dir -> dynamicTest(dir.getFileName().toString(), () -> convertsAll(list(dir))))
        .toList();
  }

  private static void convertsAll(List<Path> forms) throws IOException {
    for (Path from : forms) {
      Node node = DECODE.get(codec(from)).apply(Files.readAllBytes(from));
      for (Path to : forms) {
        byte[] bytes = ENCODE.get(codec(to)).apply(node);

        assertThat(bytes).as("%s -> %s", codec(from), codec(to)).isEqualTo(Files.readAllBytes(to));
        assertThat(Cid.of(CODECS.get(codec(to)), bytes))
            .isEqualTo(Cid.parse(to.getFileName().toString().replaceFirst("\\..*", "")));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatMustNotDecode() throws IOException {
    Stream.Builder<DynamicTest> tests = Stream.builder();
    for (String codec : CODECS.keySet()) {
      for (Path file : list(negative(codec, "decode"))) {
        for (Node test : DagJson.decodeLenient(Files.readAllBytes(file)).items()) {
          byte[] bytes = HexFormat.of().parseHex(test.at("hex").text());
          tests.add(
              dynamicTest(
                  codec + ": " + test.at("name").text(),
                  () ->
                      assertThatThrownBy(() -> DECODE.get(codec).apply(bytes))
                          .isInstanceOf(MalformedException.class)));
        }
      }
    }
    return tests.build();
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatMustNotEncodeAsDagPb() throws IOException {
    Stream.Builder<DynamicTest> tests = Stream.builder();
    for (Path file : list(negative("dag-pb", "encode"))) {
      for (Node test : DagJson.decodeLenient(Files.readAllBytes(file)).items()) {
        tests.add(
            dynamicTest(
                test.at("name").text(),
                () ->
                    assertThatThrownBy(() -> PbNode.from(test.at("dag-json")))
                        .isInstanceOf(MalformedException.class)));
      }
    }
    return tests.build();
  }

  private static Path negative(String codec, String direction) {
    return Fixtures.path("ipld/codec-fixtures/negative-fixtures/" + codec + "/" + direction);
  }

  private static String codec(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static List<Path> list(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.sorted().toList();
    }
  }
}
