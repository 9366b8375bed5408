package dev.carrack.fvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carrack.core.MalformedException;
import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilecoinAddressTest {

  /** Made with iso-filecoin (npm); the first pair is also in its published tests. */
  @ParameterizedTest
  @CsvSource({
    "0xd4c5fb16488Aa48081296299d54b0c648C9333dA, f410f2tc7wfsirksibajjmkm5ksymmsgjgm62hjnomwa",
    "0x0000000000000000000000000000000000000000, f410faaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaonc6iji",
    "0xff00000000000000000000000000000000000064, f0100"
  })
  void isTheSameAccountInBothWritings(String evm, String filecoin) {
    FilecoinAddress address = FilecoinAddress.of(EvmAddress.parse(evm));

    assertThat(address).hasToString(filecoin).isEqualTo(FilecoinAddress.parse(filecoin));
    assertThat(FilecoinAddress.parse("t" + filecoin.substring(1)).toEvm())
        .isEqualTo(EvmAddress.parse(evm));
  }

  @Test
  @Needs("fixtures")
  void agreesWithEveryVectorOfIsoFilecoin() throws IOException {
    JsonNode vectors =
        new ObjectMapper()
            .readTree(Fixtures.path("filecoin/generated/address-vectors.json").toFile())
            .get("fromEth");

    Fixtures.count("filecoin/generated (address-vectors)", vectors.size());
    for (JsonNode vector : vectors) {
      FilecoinAddress address = FilecoinAddress.of(EvmAddress.parse(vector.get("eth").asText()));
      boolean testnet = vector.get("net").asText().equals("testnet");
      assertThat(testnet ? address.toTestnetString() : address.toString())
          .isEqualTo(vector.get("fil").asText());
      assertThat(HexFormat.of().formatHex(address.bytes())).isEqualTo(vector.get("bytes").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f410f2tc7wfsirksibajjmkm5ksymmsgjgm62hjnomwb", // last character of the checksum
        "f410f2tc7wfsirksibajjmkm5ksymmsgjgm62hjnomw",
        "f410f2TC7WFSIRKSIBAJJMKM5KSYMMSGJGM62HJNOMWA",
        "f1ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq",
        "f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq",
        "f099999999999999999999",
        "f0-1",
        "f001",
        "x0100",
        ""
      })
  void rejectsWhatHasNoEthereumForm(String text) {
    assertThatThrownBy(() -> FilecoinAddress.parse(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void keepsLargeActorNumbersApart() {
    assertThat(FilecoinAddress.actor(Long.MAX_VALUE)).hasToString("f0" + Long.MAX_VALUE);
    assertThat(FilecoinAddress.parse("f0" + Long.MAX_VALUE).toEvm())
        .isEqualTo(EvmAddress.parse("0xff00000000000000000000007fffffffffffffff"));
  }
}
