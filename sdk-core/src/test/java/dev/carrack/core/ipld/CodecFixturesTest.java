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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  // The rule that each "error" of the fixtures names, and how it is named here.
  private static final Map<String, String> RULES =
      Map.ofEntries(
          Map.entry("map key \"foo\"", "the map key 'foo' occurs twice"),
          Map.entry("repeat map key \"foo\"", "the map key 'foo' occurs twice"),
          Map.entry(
              "Invalid Hash field found in link, expected CID",
              "DAG-PB link at byte \\d+ has (no Hash|a Hash that is no CID)"),
          Map.entry("duplicate Links section", "Links on both sides of Data"),
          Map.entry("Invalid DAG-PB form", "form: it must be a map of Data and Links, found "),
          Map.entry("(Data must be bytes)", "form: Data must be bytes, found "),
          Map.entry("(Links must be a list)", "form: Links must be a list, (it is|found )"),
          Map.entry("(bad link)", "form: link 0: it must be a map of Hash, Name and Tsize, found "),
          Map.entry("(link must have a Hash)", "form: link 0: Hash must be a link, it is missing"),
          Map.entry("(link Hash must be a CID)", "form: link 0: Hash must be a link, found "),
          Map.entry("(link Name must be a string)", "form: link 0: Name must be a string, found "),
          Map.entry("(link Tsize must be an integer)", "link 0: Tsize must be an integer, found "),
          Map.entry("(link Tsize cannot be negative)", "Tsize must be from 0 .* found int -101"),
          Map.entry("(extraneous properties)", "form: the field 'extraneous' is unknown"),
          Map.entry("(extraneous properties on link)", "link 0: the field 'extraneous' is unknown"),
          Map.entry(
              "(links must be sorted by Name bytes)", "link 2: Name '(bar|a)' comes after '"));

  // Those that repair something; the profile "slow" tries every value and finds no more documents.
  private static final byte[] VALUES =
      Boolean.getBoolean("carrack.neighbours.all")
          ? everyValue()
          : new byte[] {0x0a, 0x12, 'p', 'a', '1', ' ', '*'};

  private static byte[] everyValue() {
    byte[] values = new byte[256];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) i;
    }
    return values;
  }

  // The refused documents of which a single other byte makes an accepted one.
  private static final Set<String> REPAIRABLE =
      Set.of(
          "duplicate map keys",
          "data between links",
          "Link with no Hash",
          "Link with zero Hash",
          "Link with just Name",
          "Link with just empty Name",
          "Link with just some Name",
          "Link with just zero Tsize",
          "Link with just nonzero Tsize",
          "bad Link type (int 0)",
          "bad Link.Tsize type (int negative)",
          "bad Link.Tsize type (float)",
          "bad sort",
          "bad sort (incl length)");

  @TestFactory
  Stream<DynamicTest> refusesWhatMustNotDecodeForItsRule() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String codec : CODECS.keySet()) {
      // Of the JSON document the only neighbour has its keys out of order.
      Function<byte[], Node> lenient =
          codec.equals("dag-json") ? DagJson::decodeLenient : DECODE.get(codec);
      for (Path file : list(negative(codec, "decode"))) {
        for (Node test : DagJson.decodeLenient(Files.readAllBytes(file)).items()) {
          byte[] bytes = HexFormat.of().parseHex(test.at("hex").text());
          tests.add(refused(codec, test, bytes, DECODE.get(codec), lenient));
        }
      }
    }
    Fixtures.count("ipld/codec-fixtures (refused bytes)", tests.size());
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatMustNotEncodeAsDagPbForItsRule() throws IOException {
    Function<byte[], Node> form = json -> PbNode.from(DagJson.decodeLenient(json)).toNode();
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : list(negative("dag-pb", "encode"))) {
      for (Node test : DagJson.decodeLenient(Files.readAllBytes(file)).items()) {
        tests.add(refused("dag-pb", test, DagJson.encode(test.at("dag-json")), form, form));
      }
    }
    Fixtures.count("ipld/codec-fixtures (refused forms)", tests.size());
    return tests.stream();
  }

  private static DynamicTest refused(
      String codec,
      Node test,
      byte[] bytes,
      Function<byte[], Node> decode,
      Function<byte[], Node> neighbour) {
    String error = test.at("error").text();
    String rule = RULES.get(error.replaceFirst("Invalid DAG-PB form (?=\\()", ""));
    String name = test.at("name").text();
    return dynamicTest(
        codec + ": " + name,
        () -> {
          assertThatThrownBy(() -> decode.apply(bytes))
              .isInstanceOf(MalformedException.class)
              .hasMessageFindingMatch(rule);
          assertThat(hasNeighbour(bytes, neighbour)).isEqualTo(REPAIRABLE.contains(name));
        });
  }

  /** Whether another value of one byte makes a document that is accepted. */
  private static boolean hasNeighbour(byte[] bytes, Function<byte[], Node> decode) {
    for (int at = 0; at < bytes.length; at++) {
      for (byte value : VALUES) {
        byte[] other = bytes.clone();
        other[at] = value;
        try {
          decode.apply(other);
          return true;
        } catch (MalformedException expected) {
          // the next one
        }
      }
    }
    return false;
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
