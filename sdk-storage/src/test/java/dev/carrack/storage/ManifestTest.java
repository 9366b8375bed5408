package dev.carrack.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The golden bytes were made from the same fields with npm @ipld/dag-cbor 10.0.2, multiformats
 * 14.0.5.
 */
class ManifestTest {

  private static final Cid HELLO =
      Cid.parse("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
  private static final Cid BASE =
      Cid.parse("bafyreicnokmhmrnlp2wjhyk2haep4tqxiptwfrp2rrs7rzq7uk766chqvq");
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  private static final String FIRST =
      "a96176016466696c656968656c6c6f2e747874646b696e646764617461736574646e616d6567726576"
          + "6965777364726f6f74d82a58250001551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a"
          + "5380ee9088f7ace2efcde96562797465730b67637265617465641b0000019b76daa8006770726f66"
          + "696c656e756e697866732d76312d323032356776657273696f6e01";
  private static final String SECOND =
      "ac6176016466696c656b776569676874732e62696e646b696e64656d6f64656c646d657461a2666570"
          + "6f6368736133696f7074696d69736572646164616d646e616d656d726576696577732d6d6f6465"
          + "6c64726f6f74d82a58250001551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee"
          + "9088f7ace2efcde96562797465730b66696e7075747382a363636964783b62616679726569636e6f"
          + "6b6d686d726e6c7032776a68796b326861657034747178697074776672703272727337727a713775"
          + "6b3736366368717671637265666f726576696577732d6d6f64656c403164726f6c656462617365a2"
          + "63636964783b6261666b726569667a6a7574337465326e6879656b6b6c737332376e68336b373279"
          + "73636f377933326b6f616f356565693636776f6633366e356564726f6c656d747261696e696e672d"
          + "6461746167637265617465641b0000019b76daa8016770726f66696c656e756e697866732d76312d"
          + "323032356776657273696f6e026870726576696f7573783b62616679726569636e6f6b6d686d726e"
          + "6c7032776a68796b326861657034747178697074776672703272727337727a7137756b3736366368"
          + "717671";
  private static final String FROM_THE_FUTURE =
      "a8617601646b696e646764617461736574646e616d65677265766965777364726f6f74d82a58250001"
          + "551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde965627974"
          + "65730b67637265617465641b0000019b76daa8006776657273696f6e036b6675747572654669656c"
          + "64820102";

  @Test
  void encodesAsAnotherDagCborDoes() {
    Manifest manifest =
        ManifestFields.manifest(
            Artifact.dataset("reviews").file(Path.of("hello.txt")),
            hello("hello.txt"),
            1,
            NEW_YEAR,
            Optional.empty());

    assertThat(HexFormat.of().formatHex(manifest.encode())).isEqualTo(FIRST);
    assertThat(manifest.cid())
        .hasToString("bafyreicw3m45unh4y2xjrjkf5njn5fdwx4gmazq2a747aeubix5kfl32zq");
  }

  @Test
  void encodesHistoryAndInputsAsAnotherDagCborDoes() {
    Manifest manifest =
        ManifestFields.manifest(
            Artifact.model("reviews-model")
                .input(new Input("base", BASE, Optional.of("reviews-model@1")))
                .input(Input.of("training-data", HELLO))
                .meta("optimiser", "adam")
                .meta("epochs", "3"),
            hello("weights.bin"),
            2,
            NEW_YEAR.plusMillis(1),
            Optional.of(BASE));

    assertThat(HexFormat.of().formatHex(manifest.encode())).isEqualTo(SECOND);
    assertThat(manifest.cid())
        .hasToString("bafyreifzugsxzqvvyg7ozfmkdxznwus7ev2e6rvu2s7b6jcytfb7kifa44");
  }

  @Test
  void readsWhatAnotherDagCborWrote() {
    Manifest manifest = Manifest.decode(HexFormat.of().parseHex(SECOND));

    assertThat(manifest.kind()).isEqualTo(Kind.MODEL);
    assertThat(manifest.name()).isEqualTo("reviews-model");
    assertThat(manifest.version()).isEqualTo(2);
    assertThat(manifest.root()).isEqualTo(HELLO);
    assertThat(manifest.bytes()).isEqualTo(11);
    assertThat(manifest.created()).isEqualTo(NEW_YEAR.plusMillis(1));
    assertThat(manifest.profile()).contains("unixfs-v1-2025");
    assertThat(manifest.fileName()).contains("weights.bin");
    assertThat(manifest.previous()).contains(BASE);
    assertThat(manifest.meta())
        .containsOnly(Map.entry("epochs", "3"), Map.entry("optimiser", "adam"));
    assertThat(manifest.inputs())
        .containsExactly(
            new Input("base", BASE, Optional.of("reviews-model@1")),
            Input.of("training-data", HELLO));
  }

  @Test
  void keepsFieldsThatItDoesNotKnow() {
    byte[] bytes = HexFormat.of().parseHex(FROM_THE_FUTURE);

    Manifest manifest = Manifest.decode(bytes);

    assertThat(manifest.encode()).isEqualTo(bytes);
    assertThat(manifest.cid())
        .hasToString("bafyreie5dqxekrvm7ruqiimzaw3lggvbtean6nxt75nofznmwatzrxgbwe");
  }

  @Test
  void linksToItsContentAndToNothingElse() {
    Manifest manifest = Manifest.decode(HexFormat.of().parseHex(SECOND));

    assertThat(manifest.node().links()).containsExactly(HELLO);
  }

  @Test
  void refusesANewerFormat() {
    assertThatThrownBy(() -> Manifest.decode(with("v", Node.of(2L))))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContainingAll("format 2", "newer version");
  }

  @Test
  void opensNothingThatIsEncrypted() {
    Manifest manifest = Manifest.decode(with("encryption", Node.of("age")));

    assertThatThrownBy(manifest::requirePlain).isInstanceOf(UnsupportedVersionException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v", "kind", "name", "version", "root", "bytes", "created"})
  void namesTheFieldThatIsMissing(String field) {
    assertThatThrownBy(() -> Manifest.decode(with(field, null)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v",
        "kind",
        "name",
        "version",
        "root",
        "bytes",
        "created",
        "profile",
        "file",
        "splits",
        "previous",
        "inputs",
        "meta"
      })
  void refusesAFieldOfAnotherType(String field) {
    assertThatThrownBy(() -> Manifest.decode(with(field, Node.of(true))))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesVersionsAndSizesBelowTheirRange() {
    assertThatThrownBy(() -> Manifest.decode(with("version", Node.of(0L))))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Manifest.decode(with("version", Node.of(1L << 40))))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Manifest.decode(with("bytes", Node.of(-1L))))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesNamesThatWouldLeaveADirectory() {
    assertThatThrownBy(() -> Manifest.decode(with("file", Node.of("../x"))))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesBytesThatAreNotTheOneEncoding() {
    byte[] bytes = HexFormat.of().parseHex(FIRST + "00");

    assertThatThrownBy(() -> Manifest.decode(bytes)).isInstanceOf(MalformedException.class);
  }

  private static Stored hello(String fileName) {
    return new Stored(HELLO, 11, Optional.of("unixfs-v1-2025"), Optional.of(fileName), Map.of());
  }

  private static byte[] with(String field, Node value) {
    Map<String, Node> fields =
        new LinkedHashMap<>(DagCbor.decode(HexFormat.of().parseHex(FIRST)).entries());
    if (value == null) {
      fields.remove(field);
    } else {
      fields.put(field, value);
    }
    return DagCbor.encode(Node.map(fields));
  }
}
