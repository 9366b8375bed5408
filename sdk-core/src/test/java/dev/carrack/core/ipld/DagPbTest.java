package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DagPbTest {

  private static final Cid A = Cid.parse("bafkqabiaaebagba");
  private static final String LINK_A = "0a09015500050001020304";

  // Source: ipld specs, DAG-PB (65cef92): the empty block is a node.
  @Test
  void theEmptyBlockIsANodeWithItsKnownCid() {
    PbNode node = DagPb.decode(new byte[0]);

    assertThat(node.links()).isEmpty();
    assertThat(node.data()).isEmpty();
    assertThat(Cid.of(Codec.DAG_PB, DagPb.encode(node)))
        .hasToString("bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
  }

  @Test
  void absentAndEmptyDiffer() {
    assertThat(HexFormat.of().formatHex(DagPb.encode(PbNode.of(List.of(), new byte[0]))))
        .isEqualTo("0a00");
    assertThat(HexFormat.of().formatHex(DagPb.encode(PbNode.of(List.of(PbLink.of(A))))))
        .isEqualTo("120b" + LINK_A);
    assertThat(HexFormat.of().formatHex(DagPb.encode(PbNode.of(List.of(PbLink.of(A, "", 0))))))
        .isEqualTo("120f" + LINK_A + "12001800");
  }

  @Test
  void sortsLinksByNameBytesAndKeepsEqualNamesInOrder() {
    PbLink first = PbLink.of(A, "b", 1);
    PbLink second = PbLink.of(A, "b", 2);
    PbLink supplementary = PbLink.of(A, "\ud800\udc00", 3);
    PbLink privateUse = PbLink.of(A, "\ue000", 4);
    PbNode node = PbNode.of(List.of(supplementary, first, second, privateUse, PbLink.of(A)));

    byte[] bytes = DagPb.encode(node);

    assertThat(DagPb.decode(bytes).links())
        .containsExactly(PbLink.of(A), first, second, privateUse, supplementary);
    assertThat(DagPb.size(node)).isEqualTo(bytes.length);
  }

  @Test
  void acceptsDataBeforeLinksAndKeepsLinkOrder() {
    String second = "1212" + LINK_A + "120162" + "1802";
    String first = "1212" + LINK_A + "120161" + "1801";

    PbNode node = decode("0a0101" + second.replace("1212", "1210") + first.replace("1212", "1210"));

    assertThat(node.links()).extracting(PbLink::nameOrEmpty).containsExactly("b", "a");
  }

  @ParameterizedTest
  @CsvSource({
    "0a020a, 'node at byte 0 field 1 claims 2 bytes, 1 are there'",
    "0a000a00, node at byte 2 has two Data fields",
    "1800, node at byte 0 has the unknown field 3",
    "0801, node at byte 0 field 1 has wire type 0 instead of 2",
    "120d$, 'node at byte 0 field 2 claims 13 bytes, 11 are there'",
    "120f$12001200, link at byte 15 has field 2 twice or out of order",
    "120f1200$1801, link at byte 4 has field 1 twice or out of order",
    "120d$2001, link at byte 13 has the unknown field 4",
    "120e$188000, link at byte 13 has a varint that is not minimal",
    "1216$1880808080808080808001, link at byte 13 field 3 is above 2^63",
    "120e$1201ff, link at byte 13 has a Name that is not UTF-8",
    "12040a020155, link at byte 2 has a Hash that is no CID",
    "120e0a0c015500050001020304ffffff, link at byte 2 has a Hash that is no CID",
    "1200, link at byte 2 has no Hash",
    "12021201, link at byte 2 field 2 claims 1 bytes",
    "ffffffffffffffffff02, node at byte 0 has a varint longer than 64 bits",
    "ff, node at byte 0 is truncated inside a varint",
    "0affffffff0f, 'node at byte 0 field 1 claims 4294967295 bytes, 0 are there'",
    "00, node at byte 0 has a field numbered 0",
    "120b$0a00120b$, node at byte 15 has Links on both sides of Data"
  })
  void namesTheRuleBrokenAndTheByte(String hex, String rule) {
    assertThatThrownBy(() -> decode(hex.replace("$", LINK_A)))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("DAG-PB " + rule);
  }

  @Test
  void tsizeReachesTo63Bits() {
    PbNode node = PbNode.of(List.of(PbLink.of(A, "a", Long.MAX_VALUE)));

    assertThat(DagPb.decode(DagPb.encode(node))).isEqualTo(node);
    assertThat(PbNode.from(node.toNode())).isEqualTo(node).isNotEqualTo(PbNode.of(List.of()));
    assertThatThrownBy(
            () ->
                PbNode.from(
                    DagJson.decode(
                        DagJson.print(node.toNode())
                            .replace("9223372036854775807", "9223372036854775808")
                            .getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(
            "link 0: Tsize must be from 0 to 2^63-1, found int 9223372036854775808");
  }

  @Test
  void valuesWithTheSameContentAreEqual() {
    PbNode node = PbNode.of(List.of(PbLink.of(A, "a", 1)), new byte[] {7});

    assertThat(node)
        .isEqualTo(PbNode.of(List.of(PbLink.of(A, "a", 1)), new byte[] {7}))
        .hasSameHashCodeAs(PbNode.of(List.of(PbLink.of(A, "a", 1)), new byte[] {7}))
        .isNotEqualTo(PbNode.of(List.of(PbLink.of(A, "a", 1)), new byte[] {8}))
        .isNotEqualTo(PbNode.of(List.of(PbLink.of(A, "a", 2)), new byte[] {7}))
        .isNotEqualTo(PbNode.of(List.of(PbLink.of(A, "b", 1)), new byte[] {7}))
        .isNotEqualTo(PbNode.of(List.of(PbLink.of(Cid.parse("bafkqaaa"), "a", 1)), new byte[] {7}))
        .isNotEqualTo("a")
        .hasToString("PbNode[1 links, 1 data]");
    assertThat(PbNode.of(List.of())).hasToString("PbNode[0 links, no data]");
    assertThat(PbLink.of(A, "a", 1)).isNotEqualTo("a").hasToString("a -> bafkqabiaaebagba");
    assertThat(PbLink.of(A)).hasToString("bafkqabiaaebagba").isNotEqualTo(PbLink.of(A, "", 0));
    assertThat(PbLink.of(A)).hasSameHashCodeAs(PbLink.of(A));
    assertThatThrownBy(() -> PbLink.of(A, "a", -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void survivesRandomMutations() {
    byte[] seed =
        DagPb.encode(
            PbNode.of(List.of(PbLink.of(A, "", 70000), PbLink.of(A, "name", 5)), new byte[20]));
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = seed.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      try {
        PbNode node = DagPb.decode(bytes);
        assertThat(DagPb.decode(DagPb.encode(node)).data()).isEqualTo(node.data());
      } catch (CarrackException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  private static PbNode decode(String hex) {
    return DagPb.decode(HexFormat.of().parseHex(hex));
  }
}
