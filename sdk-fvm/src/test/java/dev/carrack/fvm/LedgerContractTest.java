package dev.carrack.fvm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carrack.core.RejectedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Hash;

class LedgerContractTest {

  @Test
  void knowsEveryErrorOfTheContract() throws IOException {
    for (String signature : signatures("error")) {
      String data = Hash.sha3String(signature).substring(0, 10) + "0".repeat(64 * 3);

      assertThat(LedgerContract.refusal(data, "it"))
          .as(signature)
          .hasMessageNotContaining(data.substring(0, 10))
          .hasMessageStartingWith("it was refused");
    }
  }

  @Test
  void callsOnlyFunctionsOfTheContract() throws IOException {
    byte[] bytes = new byte[32];
    List<String> selectors =
        signatures("function").stream().map(s -> Hash.sha3String(s).substring(0, 10)).toList();

    assertThat(selectors)
        .contains(
            LedgerContract.anchor(bytes, bytes).substring(0, 10),
            LedgerContract.anchorOf(bytes).substring(0, 10),
            LedgerContract.publish("n", bytes, 1).substring(0, 10),
            LedgerContract.nameOf("n").substring(0, 10),
            LedgerContract.versionOf("n", 1).substring(0, 10),
            LedgerContract.offerOwnership("n", EvmAddress.of(new byte[20])).substring(0, 10),
            LedgerContract.acceptOwnership("n").substring(0, 10));
    assertThat(signatures("event"))
        .anyMatch(s -> Hash.sha3String(s).equals(LedgerContract.anchoredTopic()));
  }

  @Test
  void staysCalmAboutRevertsOfOthers() {
    for (String data : List.of("", "0x", "0x08c379a0", "0x12345678zz", "0x" + "ff".repeat(4000))) {
      assertThat(LedgerContract.refusal(data, "it"))
          .isInstanceOf(RejectedException.class)
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }
  }

  /** FIP-0054: what FEVM launched with is the Paris EVM. */
  @Test
  void usesNoInstructionNewerThanParis() {
    byte[] code = HexFormat.of().parseHex(LedgerContract.runtimeCode().substring(2));
    int instructions = 0;
    for (int i = 0; i < code.length; i++) {
      int opcode = code[i] & 0xff;
      assertThat(opcode)
          .as("PUSH0 MCOPY TLOAD TSTORE BLOBHASH at %d", i)
          .isNotIn(0x5f, 0x5e, 0x5c, 0x5d, 0x49);
      if (opcode >= 0x60 && opcode <= 0x7f) {
        i += opcode - 0x5f; // PUSH1 to PUSH32 carry data
      }
      instructions++;
    }
    assertThat(instructions).isGreaterThan(1000);
    assertThat(code.length).isLessThan(24_576);
  }

  private static List<String> signatures(String type) throws IOException {
    JsonNode abi;
    try (var in = LedgerContract.class.getResourceAsStream("CarrackLedger.abi.json")) {
      abi = new ObjectMapper().readTree(in);
    }
    List<String> signatures = new ArrayList<>();
    for (JsonNode entry : abi) {
      if (entry.get("type").asText().equals(type)) {
        List<String> types = new ArrayList<>();
        entry.get("inputs").forEach(input -> types.add(input.get("type").asText()));
        signatures.add(entry.get("name").asText() + "(" + String.join(",", types) + ")");
      }
    }
    assertThat(signatures).isNotEmpty();
    return signatures;
  }
}
