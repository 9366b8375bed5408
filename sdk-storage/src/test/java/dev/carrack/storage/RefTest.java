package dev.carrack.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefTest {

  private static final String HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

  @Test
  void readsEachForm() {
    assertThat(Ref.parse("reviews")).isEqualTo(new Ref.Latest("reviews"));
    assertThat(Ref.parse("reviews@latest")).isEqualTo(new Ref.Latest("reviews"));
    assertThat(Ref.parse("reviews@3")).isEqualTo(new Ref.Numbered("reviews", 3));
    assertThat(Ref.parse("reviews@v3")).isEqualTo(new Ref.Numbered("reviews", 3));
    assertThat(Ref.parse("reviews@prod")).isEqualTo(new Ref.Tagged("reviews", "prod"));
    assertThat(Ref.parse(HELLO)).isEqualTo(new Ref.Content(Cid.parse(HELLO)));
  }

  @ParameterizedTest
  @CsvSource({
    "reviews,reviews@latest",
    "reviews@v12,reviews@12",
    "Größe@β,Größe@β",
    "a b@c d,a b@c d"
  })
  void writesOneCanonicalFormThatReadsBack(String text, String canonical) {
    Ref ref = Ref.parse(text);

    assertThat(ref).hasToString(canonical);
    assertThat(Ref.parse(canonical)).isEqualTo(ref);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "@", "@3", "a@", "a@0", "a@03", "a@v0", "a@-1", "a@1234567890", "a@b@c", "a/b",
        "a\\b", "../a", "..", ".", "latest", "a@.", "a@..", "a@x/y", "-a", " a", "a ", "a\u0000b",
        "a\nb", "a\u202Eb", "a:b", "a?b", "a#b", "a%2fb", "a*", "A\u0308rger", HELLO + "@1"
      })
  void refusesWhatCouldBeReadInTwoWays(String text) {
    assertThatThrownBy(() -> Ref.parse(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void boundsNamesToTheirLengthInBytes() {
    assertThat(Ref.parse("ä".repeat(64))).isInstanceOf(Ref.Latest.class);
    assertThatThrownBy(() -> Ref.parse("ä".repeat(65)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("128 bytes");
  }

  @Test
  void saysWhatIsWrongWithAName() {
    assertThatThrownBy(() -> Ref.parse("a\u0007b"))
        .hasMessageContaining("U+0007")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u0007"));
  }

  @Test
  void keepsKindsOpenButOfOneForm() {
    assertThat(new Kind("tokenizer")).isNotEqualTo(Kind.MODEL).hasToString("tokenizer");
    assertThatThrownBy(() -> new Kind("Data Set")).isInstanceOf(MalformedException.class);
  }
}
