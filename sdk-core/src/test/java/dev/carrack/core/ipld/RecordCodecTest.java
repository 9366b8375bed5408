package dev.carrack.core.ipld;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordCodecTest {

  private static final Cid CID = Cid.parse("bafkqaaa");

  enum Dtype {
    F32,
    I8
  }

  sealed interface Layer {}

  record Dense(int units, Optional<Float> rate) implements Layer {}

  record Stack(List<Layer> layers) implements Layer {}

  record Model(
      String name,
      Dtype dtype,
      Cid weights,
      BigInteger parameters,
      boolean frozen,
      double loss,
      Layer top,
      Map<String, Long> counts,
      Optional<String> note,
      Node extra) {}

  record Small(byte b, Short s, Integer i, Long l, Float f, Double d, Boolean t) {}

  record Data(byte[] bytes) {}

  record Tree(List<Tree> kids) {}

  record Even(int value) {
    Even {
      if (value % 2 != 0) {
        throw new IllegalArgumentException(value + " is odd");
      }
    }
  }

  private static final Model MODEL =
      new Model(
          "m",
          Dtype.I8,
          CID,
          BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
          true,
          -0.5,
          new Stack(List.of(new Dense(4, Optional.of(0.25f)), new Stack(List.of()))),
          Map.of("steps", -7L),
          Optional.empty(),
          Node.nil());
  private static final String JSON =
      "{\"counts\":{\"steps\":-7},\"dtype\":\"I8\",\"extra\":null,\"frozen\":true,\"loss\":-0.5,"
          + "\"name\":\"m\",\"parameters\":18446744073709551615,\"top\":{\"Stack\":{\"layers\":"
          + "[{\"Dense\":{\"rate\":0.25,\"units\":4}},{\"Stack\":{\"layers\":[]}}]}},"
          + "\"weights\":{\"/\":\"bafkqaaa\"}}";

  private static Node json(String text) {
    return DagJson.decodeLenient(text.replace('\'', '"').getBytes(UTF_8));
  }

  @Test
  void everyComponentIsAnEntryOfItsName() {
    RecordCodec<Model> codec = RecordCodec.of(Model.class);

    assertThat(DagJson.print(codec.toNode(MODEL))).isEqualTo(JSON);
    assertThat(codec.fromNode(json(JSON))).isEqualTo(MODEL);
    assertThat(codec.decode(codec.encode(MODEL))).isEqualTo(MODEL);
    assertThat(codec).hasToString("RecordCodec[" + Model.class.getName() + "]");
  }

  @Test
  void encodesAsPlainDagCbor() {
    RecordCodec<Small> codec = RecordCodec.of(Small.class);
    Small small = new Small((byte) -128, (short) 32767, -1, 1L << 40, 1.5f, 2.0, false);

    byte[] bytes = codec.encode(small);

    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "a76162387f6164fb40000000000000006166fb3ff8000000000000"
                + "616920616c1b00000100000000006173197fff6174f4");
    assertThat(codec.decode(bytes)).isEqualTo(small);
    assertThat(
            RecordCodec.of(Data.class)
                .decode(HexFormat.of().parseHex("a165627974657341ff"))
                .bytes())
        .containsExactly(-1);
    assertThat(RecordCodec.of(Data.class).encode(new Data(new byte[] {-1})))
        .isEqualTo(HexFormat.of().parseHex("a165627974657341ff"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "'b':128 # at '/b': integer 128 is outside -128 … 127",
        "'b':-129 # at '/b': integer -129 is outside -128 … 127",
        "'s':32768 # at '/s': integer 32768 is outside -32768 … 32767",
        "'s':-32769 # at '/s': integer -32769 is outside",
        "'i':2147483648 # at '/i': integer 2147483648 is outside -2147483648 … 2147483647",
        "'i':-2147483649 # at '/i': integer -2147483649 is outside",
        "'l':9223372036854775808 # at '/l': integer 9223372036854775808 is outside",
        "'l':-9223372036854775809 # at '/l': integer -9223372036854775809 is outside",
        "'i':1.0 # at '/i': expected an integer, found float",
        "'f':0.1 # at '/f': float 0.1 is no 32-bit float",
        "'f':1e39 # at '/f': float 1.0E39 is no 32-bit float",
        "'d':9007199254740993 # at '/d': integer 9007199254740993 is no 64-bit float",
        "'d':'x' # at '/d': expected a number, found string",
        "'t':null # at '/t': expected a boolean, found null",
        "'t':true,'u':1 # at '/u': the field is unknown to Small",
      })
  void namesThePlaceOfWhatDoesNotFit(String change, String error) {
    Node small = json("{'b':1,'s':1,'i':1,'l':1,'f':1.0,'d':1.0,'t':true}");
    Map<String, Node> entries = new java.util.LinkedHashMap<>(small.entries());
    entries.putAll(json("{" + change + "}").entries());

    assertThatThrownBy(() -> RecordCodec.of(Small.class).fromNode(Node.map(entries)))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(error);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1.0, 1.0", // as JavaScript writes 1.0
    "-0.0, -0.0, -0.0",
    "9007199254740992, 16777216, 9007199254740992.0",
    "-128, 127, 127.0"
  })
  void takesTheNumbersThatFitExactly(String d, String f, double ignored) {
    Small read =
        RecordCodec.of(Small.class)
            .fromNode(
                json(
                    "{'b':-128,'s':-32768,'i':-2147483648,'l':9223372036854775807,'f':"
                        + f
                        + ",'d':"
                        + d
                        + ",'t':false}"));

    assertThat(read.d()).isEqualTo(Double.valueOf(d));
    assertThat(read.f()).isEqualTo(Float.valueOf(f));
    assertThat(List.of(read.b(), read.s(), read.i(), read.l()))
        .isEqualTo(List.of((byte) -128, (short) -32768, Integer.MIN_VALUE, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "`\"name\":\"m\",`#``#at '/name': the field is missing; Model needs it",
        "`\"name\":\"m\"`#`\"name\":5`#at '/name': expected a string, found int",
        "`\"name\":\"m\"`#`\"name\":\"m\",\"note\":null`#at '/note': expected a string, found null",
        "\"I8\"#\"F16\"#at '/dtype': expected one of [F32, I8], found 'F16'",
        "\"I8\"#8#at '/dtype': expected one of [F32, I8], found int",
        "{\"steps\":-7}#[]#at '/counts': expected a map, found list",
        "{\"steps\":-7}#{\"steps\":1.5}#at '/counts/steps': expected an integer, found float",
        "4}#4.5}#at '/top/Stack/layers/0/Dense/units': expected an integer, found float",
        "\"units\":4#\"units\":4,\"x\":1#at '/top/Stack/layers/0/Dense/x': the field is unknown to",
        "[]#{}#at '/top/Stack/layers/1/Stack/layers': expected a list, found map",
        "\"Dense\"#\"Dance\"#at '/top/Stack/layers/0': expected one of [Dense, Stack], found 'Dance'",
        "{\"Stack\":{\"layers\":[]}}#{}#at '/top/Stack/layers/1': expected a map of one entry out of",
        "{\"/\":\"bafkqaaa\"}#\"bafkqaaa\"#at '/weights': expected a link, found string"
      })
  void namesThePlaceInsideNestedValues(String part, String other, String error) {
    String changed = JSON.replace(part, other == null ? "" : other);
    assertThat(changed).isNotEqualTo(JSON);

    assertThatThrownBy(() -> RecordCodec.of(Model.class).fromNode(json(changed)))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(error);
  }

  @Test
  void namesThePlaceOfWhatAConstructorRefuses() {
    assertThatThrownBy(() -> RecordCodec.of(Even.class).fromNode(json("{'value':3}")))
        .isInstanceOf(MalformedException.class)
        .hasMessage("at '/': Even refuses it: 3 is odd")
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RecordCodec.of(Even.class).fromNode(json("[]")))
        .hasMessageStartingWith("at '/': expected a map, found list");
  }

  @Test
  void aRecordMayHoldItself() {
    RecordCodec<Tree> codec = RecordCodec.of(Tree.class);
    Tree tree = new Tree(List.of());
    for (int i = 0; i < 400; i++) {
      tree = new Tree(List.of(tree));
    }
    Tree deep = tree;
    for (int i = 0; i < 200; i++) {
      deep = new Tree(List.of(deep));
    }
    Tree tooDeep = deep;

    assertThat(codec.decode(codec.encode(tree))).isEqualTo(tree);
    assertThatThrownBy(() -> codec.toNode(tooDeep))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("deeper than 1024");
  }

  @Test
  void listsAndMapsOfTheReadRecordCannotBeChanged() {
    Model model = RecordCodec.of(Model.class).fromNode(json(JSON));

    assertThatThrownBy(() -> model.counts().put("a", 1L))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((Stack) model.top()).layers().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  record Bad(Object any) {}

  record Generic<T>(T any) {}

  record HoldsGeneric(Generic<String> inner) {}

  record Keys(Map<Integer, String> keys) {}

  record Maybes(List<Optional<String>> maybes) {}

  sealed interface Mixed permits NoRecord {}

  static final class NoRecord implements Mixed {}

  record HoldsMixed(Mixed mixed) {}

  @Test
  void refusesTypesThatNoValueStandsFor() {
    assertUnknown(Bad.class, "component '/any' is a java.lang.Object");
    assertUnknown(HoldsGeneric.class, "component '/inner'");
    assertUnknown(Keys.class, "component '/keys' is a java.util.Map");
    assertUnknown(Maybes.class, "component '/maybes' is a java.util.Optional");
    assertUnknown(HoldsMixed.class, "component '/mixed'");
  }

  private static void assertUnknown(Class<? extends Record> type, String error) {
    assertThatThrownBy(() -> RecordCodec.of(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(error);
  }

  @Test
  void aNullInARecordIsAMistakeOfTheProgram() {
    assertThatThrownBy(() -> RecordCodec.of(Data.class).toNode(new Data(null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'/bytes' is null");
    assertThatThrownBy(
            () -> RecordCodec.of(Tree.class).toNode(new Tree(Arrays.asList((Tree) null))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'/kids/0' is null");
  }
}
