package dev.carrack.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeedsTest {
  @Test
  void runsWhereFixturesAreAFolder(@TempDir Path folder) {
    var condition = new NeedsCondition(Map.of("CARRACK_FIXTURES", folder.toString()));

    assertThat(condition.evaluate("fixtures").isDisabled()).isFalse();
  }

  @Test
  void skipsByNameWhatIsAbsent() {
    var result = new NeedsCondition(Map.of()).evaluate("anvil");

    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason())
        .hasValueSatisfying(reason -> assertThat(reason).contains("anvil", "npm"));
  }

  // An empty name would be the folder that the test runs in.
  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anEmptyVariableIsNone(String empty) {
    var condition = new NeedsCondition(Map.of("CARRACK_FIXTURES", empty, "CARRACK_REQUIRE", empty));

    assertThat(condition.evaluate("fixtures").isDisabled()).isTrue();
    assertThat(condition.evaluate("anvil").isDisabled()).isTrue();
    assertThat(Fixtures.folder(Map.of("CARRACK_FIXTURES", empty))).isEmpty();
  }

  @Test
  void failsWhereTheAbsentIsRequired() {
    var condition = new NeedsCondition(Map.of("CARRACK_REQUIRE", "anvil, fixtures"));

    assertThatThrownBy(() -> condition.evaluate("fixtures"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CARRACK_FIXTURES");
  }

  @Test
  void refusesANeedNobodyKnows() {
    assertThatThrownBy(() -> new NeedsCondition(Map.of()).evaluate("luck"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
