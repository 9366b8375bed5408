package dev.carrack.core.ipld;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuoteTest {

  @Test
  void textsOf64CharactersAreShownWholeAndLongerOnesCut() {
    assertThat(Quote.of("a".repeat(64))).isEqualTo("'" + "a".repeat(64) + "'");
    assertThat(Quote.of("a".repeat(65))).isEqualTo("'" + "a".repeat(64) + "…'");
  }

  @Test
  void noCutGoesThroughAPairOfSurrogates() {
    String emoji = "\ud83d\ude80";

    assertThat(Quote.of("a".repeat(63) + emoji + "b")).isEqualTo("'" + "a".repeat(63) + "…'");
    assertThat(Quote.of("a".repeat(62) + emoji + "b"))
        .isEqualTo("'" + "a".repeat(62) + emoji + "…'");
  }
}
