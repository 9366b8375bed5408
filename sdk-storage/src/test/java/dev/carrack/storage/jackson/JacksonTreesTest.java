package dev.carrack.storage.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonTreesTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "[]",
        "{}",
        "[1,2147483648,-9223372036854775809,18446744073709551615]",
        "{\"a\":1.5,\"b\":[\"é\",-0.0,1e+21],\"c\":{\"/\":1}}",
        "{\"/\":\"bafkqaaa\"}",
        "{\"/\":{\"bytes\":\"oQ\"}}",
        "{\"!\":1,\"/\":{\"bytes\":2}}"
      })
  void isTheValueOfTheSameText(String json) {
    Node node = DagJson.decode(json.getBytes(UTF_8));

    assertThat(JacksonTrees.toNode(tree(json))).isEqualTo(node);
    assertThat(JacksonTrees.toTree(node)).isEqualTo(tree(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "{\"a\":[18446744073709551616]} # at '/a/0': integer 18446744073709551616 is outside",
        "{\"a\":[{\"/\":\"x\"}]} # at '/a/0': not a CID",
        "{\"/\":\"x\",\"z\":1} # at '/': a map uses the reserved key '/' together with others",
        "{\"a\":{\"/\":{\"bytes\":\"\"},\"z\":1}} # at '/a': a map uses the reserved key",
        "{\"/\":{\"bytes\":\"\",\"z\":1}} # at '/': a map uses the reserved key",
        "[{\"/\":{\"bytes\":\"*\"}}] # at '/0': bytes are not base64",
        "1e999 # at '/': float Infinity is not in the IPLD data model"
      })
  void namesThePlaceOfWhatTheDataModelCannotHold(String json, String error) {
    assertThatThrownBy(() -> JacksonTrees.toNode(tree(json)))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(error);
  }

  @Test
  void takesDecimalsOnlyIfTheyAreFloats() throws IOException {
    ObjectMapper decimals =
        new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    assertThat(JacksonTrees.toNode(decimals.readTree("0.1"))).isEqualTo(Node.of(0.1));
    assertThat(JacksonTrees.toNode(decimals.readTree("0.50"))).isEqualTo(Node.of(0.5));
    assertThatThrownBy(() -> JacksonTrees.toNode(decimals.readTree("[0.10000000000000000001]")))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("at '/0': the decimal 0.10000000000000000001 is no 64-bit float");
  }

  @Test
  void readsBinaryNodesAsBytesAndRefusesForeignOnes() {
    assertThat(JacksonTrees.toNode(MAKE.binaryNode(new byte[] {1})))
        .isEqualTo(Node.of(new byte[] {1}));
    assertThatThrownBy(() -> JacksonTrees.toNode(MAKE.pojoNode(new Object())))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("at '/': a POJO node stands for no value");
    assertThatThrownBy(() -> JacksonTrees.toNode(MAKE.missingNode()))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void cannotWriteReservedMaps() {
    Node link = Node.map().put("a", Node.map().put("/", "x").build()).build();
    Node bytes = Node.map().put("bytes", "").put("z", 1).build();

    assertThatThrownBy(() -> JacksonTrees.toTree(link))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("at '/a': a map cannot be DAG-JSON");
    assertThatThrownBy(() -> JacksonTrees.toTree(Node.map().put("/", bytes).build()))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("at '/': a map cannot be DAG-JSON");
  }

  @Test
  void boundsTheDepth() {
    JsonNode deepest = MAKE.nullNode();
    for (int i = 0; i < DagCbor.MAX_DEPTH; i++) {
      deepest = MAKE.arrayNode().add(deepest);
    }
    Node node = JacksonTrees.toNode(deepest);
    JsonNode deeper = MAKE.arrayNode().add(deepest);

    assertThat(JacksonTrees.toTree(node)).isEqualTo(deepest);
    assertThatThrownBy(() -> JacksonTrees.toNode(deeper)).isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> JacksonTrees.toTree(Node.list(List.of(node))))
        .isInstanceOf(LimitException.class);
  }

  @Test
  void longKeysOnTheWayDownDoNotFillTheMemory() {
    String key = "k".repeat(50_000); // written out at every level: 26 GB
    JsonNode tree = MAKE.numberNode(1);
    for (int i = 0; i < DagCbor.MAX_DEPTH; i++) {
      tree = MAKE.objectNode().set(key, tree);
    }
    assertThat(JacksonTrees.toTree(JacksonTrees.toNode(tree))).isEqualTo(tree);
  }

  @Test
  void linksKeepTheirVersionAndAreWrittenInBase32() {
    Cid name = Cid.parse("k51qzi5uqu5dlvj2baxnqndepeb86cbk3ng7n3i46uzyxzyqj2xjonzllnv0v8");

    assertThat(JacksonTrees.toTree(Node.of(name)).get("/").asText()).startsWith("bafzaaj");
  }

  // Source: ipld/codec-fixtures bf8ab05: every document that has a DAG-JSON form.
  @Test
  @Needs("fixtures")
  void agreesWithDagJsonOnEveryFixture() throws IOException {
    try (Stream<Path> files = Files.walk(Fixtures.path("ipld/codec-fixtures/fixtures"))) {
      List<Path> documents = files.filter(file -> file.toString().endsWith(".dag-json")).toList();
      for (Path document : documents) {
        byte[] json = Files.readAllBytes(document);
        Node node = DagJson.decode(json);
        assertThat(JacksonTrees.toNode(MAPPER.readTree(json))).as("%s", document).isEqualTo(node);
        assertThat(JacksonTrees.toNode(JacksonTrees.toTree(node))).isEqualTo(node);
      }
      Fixtures.count("ipld/codec-fixtures (Jackson trees)", documents.size());
    }
  }
}
