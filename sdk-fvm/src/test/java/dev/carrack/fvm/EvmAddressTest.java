package dev.carrack.fvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.MalformedException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvmAddressTest {

  /** From the test cases of EIP-55. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0xde709f2102306220921060314715629080e2fb77"
      })
  void writesTheChecksumOfEip55(String text) {
    assertThat(EvmAddress.parse("0x" + text.substring(2).toLowerCase(Locale.ROOT)))
        .hasToString(text);
    assertThat(EvmAddress.parse(text)).hasToString(text);
  }

  @Test
  void rejectsOneLetterInTheWrongCase() {
    assertThatThrownBy(() -> EvmAddress.parse("0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("checksum");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedff",
        "0xzzaeb6053f3e94c9b9a09f33669435e7ef1beaed"
      })
  void rejectsWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> EvmAddress.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("40 hex digits");
  }
}
