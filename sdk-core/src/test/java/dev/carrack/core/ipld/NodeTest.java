package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NodeTest {

  private static final Cid CID = Cid.of(Codec.RAW, new byte[] {7});
  private static final BigInteger TWO_TO_64 = BigInteger.TWO.pow(64);

  static Stream<Arguments> accessors() {
    return Stream.of(
        accessor(Node::bool, Node.of(true), true, "a boolean"),
        accessor(Node::bool, Node.of(false), false, "a boolean"),
        accessor(Node::int64, Node.of(Long.MAX_VALUE), Long.MAX_VALUE, "a 64-bit integer"),
        accessor(Node::int64, Node.of(Long.MIN_VALUE), Long.MIN_VALUE, "a 64-bit integer"),
        accessor(Node::integer, Node.of(5), BigInteger.valueOf(5), "an integer"),
        accessor(Node::float64, Node.of(1.5), 1.5, "a number"),
        accessor(Node::float64, Node.of(-3), -3.0, "a number"),
        accessor(Node::text, Node.of("t"), "t", "a string"),
        accessor(Node::link, Node.of(CID), CID, "a link"),
        accessor(Node::items, Node.list(List.of(Node.nil())), List.of(Node.nil()), "a list"));
  }

  private static Arguments accessor(
      Function<Node, Object> read, Node node, Object value, String expected) {
    return Arguments.of(read, node, value, expected);
  }

  @ParameterizedTest
  @MethodSource("accessors")
  void anAccessorGivesItsKindAndNamesWhatItFoundInstead(
      Function<Node, Object> read, Node node, Object value, String expected) {
    assertThat(read.apply(node)).isEqualTo(value);
    assertThatThrownBy(() -> read.apply(Node.of(new byte[1])))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("expected " + expected + ", found bytes");
  }

  @Test
  void bytesAndMapsHaveAccessorsToo() {
    assertThat(Node.of(new byte[] {1, 2}).bytes()).containsExactly(1, 2);
    assertThat(Node.map().put("a", 1).build().entries()).containsEntry("a", Node.of(1));
    assertThatThrownBy(() -> Node.nil().bytes()).hasMessageContaining("expected bytes, found null");
    assertThatThrownBy(() -> Node.nil().entries()).hasMessageContaining("expected a map");
  }

  @Test
  void anIntegerOf64SignedBitsIsOneThatLongHolds() {
    assertThatThrownBy(() -> Node.of(BigInteger.TWO.pow(63)).int64())
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(
            () -> Node.of(BigInteger.TWO.pow(63).negate().subtract(BigInteger.ONE)).int64())
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void integersReachFromMinus2To64To2To64Less1() {
    BigInteger most = TWO_TO_64.subtract(BigInteger.ONE);

    assertThat(Node.of(most).integer()).isEqualTo(most);
    assertThat(Node.of(TWO_TO_64.negate()).integer()).isEqualTo(TWO_TO_64.negate());
    for (BigInteger beyond : List.of(TWO_TO_64, TWO_TO_64.negate().subtract(BigInteger.ONE))) {
      assertThatThrownBy(() -> Node.of(beyond))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining(beyond.toString());
    }
  }

  @Test
  void floatsAreFinite() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Node.of(value)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void bytesAreEqualByContentAndCannotBeChangedFromOutside() {
    byte[] array = {1, 2};
    Node node = Node.of(array);
    array[0] = 9;
    node.bytes()[1] = 9;

    assertThat(node).isEqualTo(Node.of(new byte[] {1, 2})).isNotEqualTo(Node.of(new byte[] {1, 3}));
    assertThat(node).isNotEqualTo(Node.of("12"));
    assertThat(node.hashCode()).isEqualTo(Node.of(new byte[] {1, 2}).hashCode());
    assertThat(node.hashCode()).isNotEqualTo(Node.of(new byte[] {1, 3}).hashCode());
    assertThat(node.toString()).isEqualTo("Bytes[0102]");
  }

  @Test
  void theOrderOfEntriesIsKeptButDoesNotCount() {
    Node ab = Node.map().put("a", 1).put("b", CID).build();
    Node ba = Node.map().put("b", CID).put("a", 1).build();

    assertThat(ab).isEqualTo(ba);
    assertThat(ba.entries().keySet()).containsExactly("b", "a");
  }

  @Test
  void anAbsentEntryIsLeftOutAndMissedByName() {
    Node map =
        Node.map().put("x", Optional.<Node>empty()).put("y", Optional.of(Node.of("there"))).build();

    assertThat(map.entries()).containsOnlyKeys("y");
    assertThat(map.find("x")).isEmpty();
    assertThat(map.at("y").text()).isEqualTo("there");
    assertThatThrownBy(() -> map.at("x"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("field 'x' is missing; there are [y]");
  }

  @Test
  void listsAndMapsAreEqualIfTheirItemsAre() {
    Node list = Node.list(List.of(Node.of(1), Node.map().put("a", 1).put("b", 2).build()));
    Node same = Node.list(List.of(Node.of(1), Node.map().put("b", 2).put("a", 1).build()));

    assertThat(list).isEqualTo(same).hasSameHashCodeAs(same).isEqualTo(list);
    for (Node other :
        List.of(
            Node.list(List.of(Node.of(1))),
            Node.list(List.of(Node.of(1), Node.map().put("a", 1).build())),
            Node.list(List.of(Node.of(1), Node.map().put("a", 1).put("b", 3).build())),
            Node.list(List.of(Node.of(1), Node.map().put("a", 1).put("c", 2).build())),
            Node.list(List.of(Node.map().put("a", 1).put("b", 2).build(), Node.of(1))),
            Node.of(1))) {
      assertThat(list).isNotEqualTo(other);
      assertThat(list.hashCode()).isNotEqualTo(other.hashCode());
      assertThat(other).isNotEqualTo(list);
    }
    assertThat(Node.map().build()).isNotEqualTo(Node.list(List.of()));
    assertThat(Node.list(List.of()).hashCode()).isEqualTo(1);
    assertThat(Node.map().put("a", "x").build()).hasToString("Struct[a=Text[value=x]]");
    assertThat(Node.list(List.of(Node.of("x"))).hashCode()).isEqualTo(31 + hash("x"));
    assertThat(Node.map().put("a", "x").build().hashCode()).isEqualTo(1 + ('a' ^ hash("x")));
    assertThat(list).hasToString("Array[Int[value=1], Struct[a=Int[value=1], b=Int[value=2]]]");
  }

  private static int hash(String text) {
    return Node.of(text).hashCode();
  }
}
