package dev.carrack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultibaseTest {

  // Named on purpose: bases of the table that this SDK does not read.
  private static final Set<String> NOT_HERE =
      Set.of("base2", "base8", "base10", "base32z", "base58flickr", "base256emoji");

  // Source: multiformats/multibase d7406cd, tests/*.csv.
  @TestFactory
  @Needs("fixtures")
  List<DynamicTest> agreesWithTheMultibaseVectors() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : List.of("basic", "leading_zero", "case_insensitivity")) {
      List<String> rows = Files.readAllLines(Fixtures.path("ipld/multibase/" + name + ".csv"));
      byte[] data = text(rows.get(0)).replace("\\x00", "\0").getBytes(StandardCharsets.UTF_8);
      for (String row : rows.subList(1, rows.size())) {
        String base = row.substring(0, row.indexOf(','));
        if (!row.isBlank() && !NOT_HERE.contains(base)) {
          tests.add(dynamicTest(name + " " + base, () -> agrees(name, base, text(row), data)));
        }
      }
    }
    Fixtures.count("ipld/multibase", tests.size());
    assertThat(tests).hasSizeGreaterThan(40);
    return tests;
  }

  private static String text(String row) {
    return row.substring(row.indexOf('"') + 1, row.lastIndexOf('"'));
  }

  private static void agrees(String suite, String base, String encoded, byte[] data) {
    assertThat(Multibase.decode(encoded)).isEqualTo(data);
    assertThat(Multibase.of(encoded)).hasToString(base);
    if (!suite.equals("case_insensitivity")) { // those are decoded only
      assertThat(Multibase.named(base).encode(data)).isEqualTo(encoded);
    }
  }

  // Source: RFC 4648 section 10.
  @ParameterizedTest
  @CsvSource({
    "base64pad, foob, MZm9vYg==",
    "base64, foobar, mZm9vYmFy",
    "base32padupper, foob, CMZXW6YQ=",
    "base32hexpadupper, fooba, TCPNMUOJ1",
    "base16upper, foobar, F666F6F626172"
  })
  void agreesWithRfc4648(String base, String text, String encoded) {
    byte[] data = text.getBytes(StandardCharsets.US_ASCII);

    assertThat(Multibase.named(base).encode(data)).isEqualTo(encoded);
    assertThat(Multibase.decode(encoded)).isEqualTo(data);
  }

  @ParameterizedTest
  @MethodSource("dev.carrack.core.Multibase#all")
  void everyBaseReadsBackItsOwn(Multibase base) {
    Random random = new Random(3);
    for (int length = 0; length < 70; length++) {
      byte[] data = new byte[length];
      random.nextBytes(data);
      if (length > 2 && length % 3 == 0) {
        data[0] = 0;
        data[1] = 0;
      }
      assertThat(Multibase.decode(base.encode(data))).isEqualTo(data);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // no prefix
        "?abc", // unknown prefix
        "🚀abc", // a base we do not read
        "b1", // outside the alphabet
        "ba", // half a byte
        "bab", // trailing bits not zero
        "mZh", // trailing bits not zero
        "mZg==", // padding where none belongs
        "MZg=", // padding too short
        "MZg===", // too long
        "MZ=g=", // in the middle
        "cme", // padding missing
        "f0", // half a byte
        "fgg", // outside the alphabet
        "z0OIl", // letters base 58 leaves out
        "k-", // outside the alphabet
        "bäö", // not ASCII
        "uZm9v/A" // standard letters in the URL-safe base
      })
  void refusesWhatIsNotOfTheBase(String text) {
    assertThatThrownBy(() -> Multibase.decode(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void namesTheBasesThereAre() {
    assertThatThrownBy(() -> Multibase.named("base1"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("base32");
  }
}
