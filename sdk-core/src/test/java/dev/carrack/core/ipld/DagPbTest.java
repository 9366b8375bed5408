package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  @ValueSource(
      strings = {
        "0a020a", // truncated data
        "0a000a00", // data twice
        "1800", // unknown field
        "0801", // Data with the wrong wire type
        "120d" + LINK_A, // a field claims more than is there
        "120f" + LINK_A + "12001200", // name twice
        "120f" + "1200" + LINK_A + "1801", // name before hash
        "120d" + LINK_A + "2001", // unknown link field
        "120e" + LINK_A + "188000", // Tsize not minimal
        "1216" + LINK_A + "1880808080808080808001", // Tsize 2^63
        "120e" + LINK_A + "1201ff", // name not UTF-8
        "12040a020155", // hash cut short
        "120e0a0c015500050001020304ff", // bytes after the CID
        "ffffffffffffffffffff01", // tag of 70 bits
        "0affffffff0f", // 4 GiB of data claimed
        "00", // field number 0
        "120b" + LINK_A + "0a00" + "120b" + LINK_A // links on both sides of data
      })
  void refusesWhatIsNotStrict(String hex) {
    assertThatThrownBy(() -> decode(hex)).isInstanceOf(MalformedException.class);
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
