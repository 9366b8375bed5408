package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PbNodeTest {

  private static final Cid A = Cid.of(Codec.RAW, new byte[] {1});
  private static final Cid B = Cid.of(Codec.RAW, new byte[] {2});

  @Test
  void linksAreEqualIfTargetNameAndSizeAre() {
    PbLink link = PbLink.of(A, "n", 3);

    assertThat(link).isEqualTo(PbLink.of(A, "n", 3)).hasSameHashCodeAs(PbLink.of(A, "n", 3));
    assertThat(link.hashCode()).isNotEqualTo(PbLink.of(A, "n", 4).hashCode());
    assertThat(List.of(PbLink.of(B, "n", 3), PbLink.of(A, "m", 3), PbLink.of(A, "n", 4)))
        .doesNotContain(link);
    assertThat(PbLink.of(A)).isNotEqualTo(PbLink.of(A, "", 0)).isNotEqualTo((Object) A);
    assertThat(link).hasToString("n -> " + A);
    assertThat(PbLink.of(A)).hasToString(A.toString());
  }

  @Test
  void aSizeIsNeverNegative() {
    assertThat(PbLink.of(A, "", 0).tsize()).hasValue(0);
    assertThat(PbLink.of(A).tsize()).isEmpty();
    assertThatThrownBy(() -> PbLink.of(A, "", -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nodesAreEqualIfLinksAndDataAre() {
    PbNode node = PbNode.of(List.of(PbLink.of(A)), new byte[] {5});

    assertThat(node).isEqualTo(PbNode.of(List.of(PbLink.of(A)), new byte[] {5}));
    assertThat(node).hasSameHashCodeAs(PbNode.of(List.of(PbLink.of(A)), new byte[] {5}));
    assertThat(node).isNotEqualTo(PbNode.of(List.of(PbLink.of(B)), new byte[] {5}));
    assertThat(node).isNotEqualTo(PbNode.of(List.of(PbLink.of(A)), new byte[] {6}));
    assertThat(node).isNotEqualTo(PbNode.of(List.of(PbLink.of(A)))).isNotEqualTo((Object) A);
    assertThat(node.hashCode()).isNotEqualTo(PbNode.of(List.of()).hashCode());
    assertThat(node).hasToString("PbNode[1 links, 1 data]");
    assertThat(PbNode.of(List.of())).hasToString("PbNode[0 links, no data]");
  }

  @Test
  void theSizeIsThatOfTheEncoding() {
    for (PbNode node :
        List.of(
            PbNode.of(List.of()),
            PbNode.of(List.of(), new byte[0]),
            PbNode.of(List.of(PbLink.of(A), PbLink.of(B, "", 0)), new byte[128]),
            PbNode.of(List.of(PbLink.of(A, "n".repeat(200), 1L << 40), PbLink.of(B, "é€", 127))))) {
      assertThat(DagPb.size(node)).isEqualTo(DagPb.encode(node).length);
    }
  }

  @Test
  void theDataModelHoldsNoOtherField() {
    Node link = Node.map().put("Hash", A).put("Name", "a").put("Tsize", 1).put("Mode", 7).build();
    Node node = Node.map().put("Links", Node.list(List.of())).put("Extra", 1).build();

    assertThatThrownBy(() -> PbNode.from(node))
        .hasMessageContaining("the field 'Extra' is unknown");
    assertThatThrownBy(() -> PbNode.from(Node.map().put("Links", Node.list(List.of(link))).build()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("the field 'Mode' is unknown");
  }

  @Test
  void theDataModelHoldsSortedLinksAndSizesFromZero() {
    PbLink first = PbLink.of(A, "a", 0);
    PbLink second = PbLink.of(B, "b", 0);
    PbNode sorted = PbNode.of(List.of(first, first, second), new byte[0]);
    Node negative = Node.map().put("Hash", A).put("Tsize", -1).build();

    assertThat(PbNode.from(sorted.toNode())).isEqualTo(sorted);
    assertThatThrownBy(() -> PbNode.from(PbNode.of(List.of(second, first)).toNode()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("Name 'a' comes after 'b'");
    assertThatThrownBy(
            () -> PbNode.from(Node.map().put("Links", Node.list(List.of(negative))).build()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("link 0: Tsize must be from 0 to 2^63-1, found int -1");
  }

  @Test
  void theDataModelHoldsEachFieldInItsKind() {
    Node named = Node.map().put("Hash", A).put("Name", 1).build();
    Node sized = Node.map().put("Hash", A).put("Tsize", "1").build();
    Node plain = Node.map().put("Hash", "text").build();

    assertThat(refusal(named)).contains("link 0: Name must be a string, found int 1");
    assertThat(refusal(sized)).contains("link 0: Tsize must be an integer, found string");
    assertThat(refusal(plain)).contains("link 0: Hash must be a link, found string");
    assertThat(refusal(Node.map().build())).contains("link 0: Hash must be a link, it is missing");
    assertThat(refusal(Node.of(1))).contains("link 0: it must be a map of Hash, Name and Tsize");
  }

  private static String refusal(Node link) {
    Node node = Node.map().put("Links", Node.list(List.of(link))).build();
    return catchThrowableOfType(MalformedException.class, () -> PbNode.from(node)).getMessage();
  }
}
