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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultibaseTest {

  // Source: multiformats/multibase d7406cd, tests/*.csv.
  @TestFactory
  @Needs("fixtures")
  List<DynamicTest> agreesWithTheMultibaseVectors() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : List.of("basic", "leading_zero", "case_insensitivity")) {
      int before = tests.size();
      List<String> rows = Files.readAllLines(Fixtures.path("ipld/multibase/" + name + ".csv"));
      byte[] data = text(rows.get(0)).replace("\\x00", "\0").getBytes(StandardCharsets.UTF_8);
      for (String row : rows.subList(1, rows.size())) {
        if (!row.isBlank()) {
          String base = row.substring(0, row.indexOf(','));
          tests.add(dynamicTest(name + " " + base, () -> agrees(name, base, text(row), data)));
        }
      }
      Fixtures.count("ipld/multibase/" + name, tests.size() - before);
    }
    assertThat(tests).hasSizeGreaterThan(55);
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

  // Source: multiformats/multibase d7406cd, multibase.csv.
  @Test
  @Needs("fixtures")
  void knowsEveryBaseOfTheTableOrRefusesItByName() throws IOException {
    List<String> rows = Files.readAllLines(Fixtures.path("ipld/multibase/multibase.csv"));
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",\\s*");
      String prefix = Character.toString(Integer.parseInt(cells[0].substring(2), 16));
      if (cells[2].equals("none") || cells[2].equals("proquint")) {
        assertThatThrownBy(() -> Multibase.of(prefix + "abc"))
            .isInstanceOf(MalformedException.class)
            .hasMessageContaining(cells[1]);
      } else {
        assertThat(Multibase.of(prefix)).isSameAs(Multibase.named(cells[2]));
        assertThat(Multibase.named(cells[2]).prefix()).isEqualTo(prefix);
      }
    }
    Fixtures.count("ipld/multibase/multibase.csv", rows.size() - 1);
  }

  // Source: npm multiformats 14.0.5.
  @ParameterizedTest
  @CsvSource({
    "base2, 000000000000000001111111100000001000000100000001110000000",
    "base8, 70000037700201003400",
    "base10, 9001095233569664",
    "base16, f0000ff01020380",
    "base32, baaap6aicaoaa",
    "base32hexpad, t000fu0820e00====",
    "base32z, hyyyx6yenyqyy",
    "base36, k00dz55seww",
    "base58btc, z11Vmf3Ku1",
    "base58flickr, Z11uLE3jU1",
    "base64, mAAD/AQIDgA",
    "base64urlpad, UAAD_AQIDgA==",
    "base256emoji, 🚀🚀🚀🥂🪐☄🛰😕"
  })
  void writesAnyBytes(String base, String encoded) {
    byte[] data = {0, 0, (byte) 0xff, 1, 2, 3, (byte) 0x80};

    assertThat(Multibase.named(base).encode(data)).isEqualTo(encoded);
    assertThat(Multibase.decode(encoded)).isEqualTo(data);
  }

  // Source: RFC 9285 section 4.3.
  @ParameterizedTest
  @CsvSource({"AB, RBB8", "Hello!!, R%69 VD92EX0", "base-45, RUJCLQE7W581", "ietf!, RQED8WEX0"})
  void agreesWithRfc9285(String text, String encoded) {
    assertThat(Multibase.BASE45.encode(text.getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(encoded);
    assertThat(Multibase.decode(encoded)).isEqualTo(text.getBytes(StandardCharsets.US_ASCII));
  }

  // Converting a number is quadratic work, so no peer may choose its length.
  @Test
  void boundsTheBasesThatAreNumbers() {
    for (String name : List.of("base10", "base36", "base36upper", "base58btc", "base58flickr")) {
      Multibase base = Multibase.named(name);
      byte[] longest = new byte[4096];
      Arrays.fill(longest, (byte) 0xff);

      assertThat(Multibase.decode(base.encode(longest))).isEqualTo(longest);
      assertThatThrownBy(() -> base.encode(new byte[4097]))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining(name);
      assertThatThrownBy(() -> base.decodeBare("1".repeat(10_000_000)))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining(name);
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
        "🚀abc", // letters among emoji
        "🚀\ud83d", // half a code point
        "\ud83d", // half a prefix
        "\0abc", // the identity base
        "pro-quint", // experimental
        "02", // not binary
        "7362625631006654133464440103", // trailing bits not zero
        "9a", // not decimal
        "hYBN", // z-base-32 has one case
        "R0", // one character of base 45
        "RGGX", // 65536
        "RV5", // 256
        "Rbb8", // lower case
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
