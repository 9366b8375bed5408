package dev.carrack.core.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import java.io.File;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTest {

  private static final List<SignatureScheme> SCHEMES = List.of(new Ed25519Scheme());
  private static final Cid RAW = Cid.of(Codec.RAW, "hello world".getBytes(UTF_8));
  private static final Cid TREE = Cid.of(Codec.DAG_PB, new byte[] {1});
  private static final Cid MANIFEST = Cid.of(Codec.DAG_CBOR, new byte[] {2});
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static Attestation attestation() {
    return Attestation.of(
            new ArtifactVersion("llm-7b", "model", 3, TREE, MANIFEST), "did:key:z6MkWho", NOON)
        .withInput("reviews", RAW)
        .withReceipt(MANIFEST)
        .withConfiguration(Node.map().put("rate", Node.of(0.5)).put("epochs", 3).build())
        .withCode(Code.of(URI.create("https://example.com/code.git"), "c0ffee"))
        .withEnvironment(Map.of("java.version", "17"));
  }

  private static Receipt receipt(String executor) {
    return new Receipt(
        MANIFEST,
        RAW,
        Node.map().put("drop", "null").build(),
        TREE,
        42,
        "carrack/buffer/1",
        "chicory 1.7.5",
        Node.map().put("memoryBytes", 65536).build(),
        executor,
        NOON,
        NOON.plusMillis(1500));
  }

  @Test
  void isOrdinaryJsonInOneCanonicalForm() {
    assertThat(attestation().statement().bytes())
        .asString(UTF_8)
        .isEqualTo(
            """
            {"_type":"https://in-toto.io/Statement/v1",\
            "predicate":{"artifact":{"kind":"model","manifest":"%3$s","name":"llm-7b","root":"%2$s","version":3},\
            "code":{"location":"https://example.com/code.git","revision":"c0ffee"},\
            "configuration":{"epochs":3,"rate":0.5},\
            "environment":{"java.version":"17"},\
            "inputs":[{"cid":"%1$s","name":"reviews"}],\
            "receipts":["%3$s"],\
            "when":"2026-01-31T12:00:00Z","who":"did:key:z6MkWho"},\
            "predicateType":"https://carrack.dev/provenance/v1",\
            "subject":[{"digest":{"cid":"%2$s"},"name":"llm-7b"}]}\
            """
                .formatted(RAW, TREE, MANIFEST));
  }

  // sha256 of "hello world" by coreutils sha256sum.
  @Test
  void givesAFilesOwnSha256OnlyWhereTheRootIsThat() {
    Node whole = new Subject("a", RAW).toNode().at("digest");
    Node tree = new Subject("a", TREE).toNode().at("digest");

    assertThat(whole.at("sha256").text())
        .isEqualTo("b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
    assertThat(whole.at("cid").text()).isEqualTo(RAW.toString());
    assertThat(tree.entries()).containsOnlyKeys("cid");
  }

  @Test
  void comesBackEqualFromItsBytes() {
    Attestation said = attestation();

    Statement read = Statement.decode(said.statement().bytes());
    Attestation again = Attestation.from(read);

    assertThat(read).isEqualTo(said.statement()).hasSameHashCodeAs(said.statement());
    assertThat(again).isEqualTo(said).hasSameHashCodeAs(said);
    assertThat(again.inputs()).containsExactly(new Input("reviews", RAW));
    assertThat(again.receipts()).containsExactly(MANIFEST);
    assertThat(again.configuration().at("epochs").int64()).isEqualTo(3);
    assertThat(again.code()).contains(new Code("https://example.com/code.git", "c0ffee"));
    assertThat(again.environment()).containsEntry("java.version", "17");
    assertThat(again.when()).isEqualTo(NOON);
    assertThat(Receipt.from(Statement.decode(receipt("x").statement().bytes())))
        .isEqualTo(receipt("x"));
  }

  @Test
  void collectsTheEnvironmentWithoutBeingAsked() {
    Map<String, String> seen =
        Attestation.of(new ArtifactVersion("a", "dataset", 1, RAW, RAW), "who", NOON).environment();
    Map<String, String> libraries = new HashMap<>();
    Environment.addLibraries(
        String.join(File.pathSeparator, "/x/y/tribuo-core-4.3.2.jar", "classes", "b.jar"),
        libraries);

    assertThat(seen)
        .containsEntry("java.version", System.getProperty("java.version"))
        .containsEntry("os.arch", System.getProperty("os.arch"))
        .containsKey("os.name");
    assertThat(seen.values()).noneMatch(fact -> fact.contains(System.getProperty("user.home")));
    assertThat(libraries).containsExactly(Map.entry("library.tribuo-core", "4.3.2"));
  }

  @Test
  void holdsOnlyIfItsAuthorSigned() {
    Ed25519Signer signer = Ed25519Signer.generate();
    Ed25519Signer other = Ed25519Signer.generate();
    Attestation said =
        Attestation.of(new ArtifactVersion("a", "dataset", 1, RAW, RAW), signer.keyId(), NOON);

    assertThat(Attestation.verified(Envelope.sign(said.statement(), signer), SCHEMES))
        .isEqualTo(said);
    assertThatThrownBy(() -> Attestation.verified(Envelope.sign(said.statement(), other), SCHEMES))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining(other.keyId());
    assertThat(
            Receipt.verified(Envelope.sign(receipt(signer.keyId()).statement(), signer), SCHEMES))
        .isEqualTo(receipt(signer.keyId()));
    assertThatThrownBy(
            () ->
                Receipt.verified(
                    Envelope.sign(receipt(signer.keyId()).statement(), other), SCHEMES))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("executor");
    assertThatThrownBy(() -> Receipt.verified(Envelope.sign(said.statement(), signer), SCHEMES))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("predicateType");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"when\":\"2026-01-31T12:00:00Z\"|\"when\":\"yesterday\"|predicate.when",
        "\"when\":\"2026-01-31T12:00:00Z\"|\"when\":\"2026-01-31T13:00:00+01:00\"|predicate.when",
        "\"who\":\"did:key:z6MkWho\"|\"who\":7|predicate.who",
        "\"version\":3|\"version\":-3|predicate.artifact.version",
        "\"version\":3|\"version\":0|predicate.artifact",
        "\"kind\":\"model\",||predicate.artifact.kind",
        "\"epochs\":3|\"epochs\":3,\"epochs\":4|epochs",
        "\"inputs\":[{\"cid\":|\"inputs\":[{\"cid\":\"bafy\",\"cid2\":|predicate.inputs[0].cid",
        "\"receipts\":[\"|\"receipts\":[1,\"|predicate.receipts[0]",
        "\"revision\":\"c0ffee\"|\"revision\":\"c0ffee\",\"site\":\"x\"|predicate.code.site",
        "\"java.version\":\"17\"|\"java.version\":17|predicate.environment.java.version",
        "Statement/v1|Statement/v0.1|_type",
        "provenance/v1|provenance/v2|predicateType",
        "\"name\":\"llm-7b\"}]|\"name\":\"llm-8b\"}]|subject",
        "\"subject\":[{|\"subject\":[],\"subjects\":[{|subject"
      })
  void namesTheFieldThatIsWrong(String from, String to, String field) {
    String json = new String(attestation().statement().bytes(), UTF_8);
    String bent = json.replace(from, to == null ? "" : to);

    assertThat(bent).isNotEqualTo(json);
    assertThatThrownBy(() -> Attestation.from(Statement.decode(bent.getBytes(UTF_8))))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(field);
  }

  @Test
  void refusesASha256ThatIsNotTheRoots() {
    Statement about = Statement.of(List.of(new Subject("a", RAW)), "t", Node.map().build());
    String json = new String(about.bytes(), UTF_8);

    assertThat(Statement.decode(about.bytes())).isEqualTo(about);
    assertThatThrownBy(() -> Statement.decode(json.replace("b94d27b9", "b94d27b8").getBytes(UTF_8)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("sha256");
  }

  @Test
  void refusesBytesThatAreNoCanonicalJson() {
    byte[] json = attestation().statement().bytes();
    Node node = DagJson.decode(json);

    assertThatThrownBy(() -> Statement.decode((" " + new String(json, UTF_8)).getBytes(UTF_8)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Statement.decode(new byte[] {(byte) 0xff}))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Statement.decode(DagJson.encode(Node.list(List.of(node)))))
        .isInstanceOf(MalformedException.class);
    for (int length = 0; length < json.length; length += 7) {
      byte[] cut = Arrays.copyOf(json, length);
      assertThatThrownBy(() -> Statement.decode(cut)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void boundsItsSize() {
    Attestation large =
        attestation()
            .withConfiguration(Node.map().put("log", "x".repeat(Statement.MAX_BYTES)).build());

    assertThatThrownBy(() -> large.statement().bytes()).isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> Statement.decode(new byte[Statement.MAX_BYTES + 1]))
        .isInstanceOf(LimitException.class);
  }

  @Test
  void refusesImpossibleFacts() {
    assertThatThrownBy(() -> new ArtifactVersion("", "model", 1, RAW, RAW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> attestation().withConfiguration(Node.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Statement.of(List.of(), "t", Node.map().build()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new Receipt(
                    RAW,
                    RAW,
                    Node.map().build(),
                    RAW,
                    1,
                    "a",
                    "e",
                    Node.map().build(),
                    "x",
                    NOON,
                    NOON.minusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
