package dev.carrack.core.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.ipld.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineageTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static Cid cid(String text) {
    return Cid.of(Codec.RAW, text.getBytes(UTF_8));
  }

  private static Attestation about(String name) {
    return Attestation.of(
        new ArtifactVersion(name, "dataset", 1, cid(name), cid("manifest")), "who", NOON);
  }

  private static Receipt made(String output, String input) {
    Node none = Node.map().build();
    return new Receipt(
        cid("function"), cid(input), none, cid(output), 1, "abi", "engine", none, "x", NOON, NOON);
  }

  private static String source(String name, String root) {
    return "'%s' (%s)".formatted(name, cid(root));
  }

  @Test
  void endsAtAStatementThatNamesNoOrigin() {
    Attestation model = about("model").withInput("data", cid("data"));

    assertThat(Lineage.sources(List.of(model, about("data")), Map.of()))
        .containsExactly(source("data@1", "data"));
  }

  @Test
  void endsAtAnInputThatNoStatementIsAbout() {
    Attestation model = about("model").withInput("data", cid("data"));

    assertThat(Lineage.sources(List.of(model), Map.of())).containsExactly(source("data", "data"));
  }

  @Test
  void goesThroughAReceiptThatTheModelsStatementNamesItself() {
    Attestation model = about("model").withInput("clean", cid("clean")).withReceipt(cid("receipt"));
    Map<Cid, Receipt> receipts = Map.of(cid("receipt"), made("clean", "raw"));

    Set<String> withRaw = Lineage.sources(List.of(model, about("raw")), receipts);
    Set<String> withBoth =
        Lineage.sources(
            List.of(
                model,
                about("clean").withInput("raw", cid("raw")).withReceipt(cid("receipt")),
                about("raw")),
            receipts);

    assertThat(withRaw).containsExactly(source("raw@1", "raw"));
    assertThat(withBoth).isEqualTo(withRaw);
  }

  @Test
  void goesThroughReceiptsThatContinueOneAnotherInAnyOrder() {
    Map<Cid, Receipt> receipts =
        Map.of(cid("1"), made("b", "raw"), cid("2"), made("c", "b"), cid("3"), made("model", "c"));
    for (String order : List.of("123", "321", "213")) {
      Attestation model = about("model");
      for (String receipt : order.split("")) {
        model = model.withReceipt(cid(receipt));
      }

      assertThat(Lineage.sources(List.of(model), receipts))
          .singleElement()
          .asString()
          .contains(cid("raw").toString());
    }
  }

  @Test
  void refusesWhatDoesNotConnect() {
    Attestation model = about("model").withInput("data", cid("data"));

    assertThatThrownBy(() -> Lineage.sources(List.of(model, about("other")), Map.of()))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("other@1");
    assertThatThrownBy(() -> Lineage.sources(List.of(model, about("model")), Map.of()))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("two statements");
    assertThatThrownBy(() -> Lineage.sources(List.of(model.withReceipt(cid("r"))), Map.of()))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("not attached");
    assertThatThrownBy(
            () ->
                Lineage.sources(
                    List.of(model.withReceipt(cid("r"))), Map.of(cid("r"), made("x", "data"))))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("neither");
  }

  @Test
  void refusesStatementsThatRunInACircle() {
    Attestation a = about("a").withInput("b", cid("b"));
    Attestation b = about("b").withInput("a", cid("a"));

    assertThatThrownBy(() -> Lineage.sources(List.of(a, b), Map.of()))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("circle");
  }

  @Test
  void takesWhatAFunctionDidNotChangeForASource() {
    Map<Cid, Receipt> receipts = Map.of(cid("r"), made("data", "data"));
    Attestation model = about("model").withInput("data", cid("data"));
    Attestation data = about("data").withInput("raw", cid("data")).withReceipt(cid("r"));

    assertThat(Lineage.sources(List.of(model, data), receipts))
        .containsExactly(source("data@1", "data"));
    assertThat(Lineage.sources(List.of(model.withReceipt(cid("r"))), receipts))
        .containsExactly(source("data", "data"));
  }
}
