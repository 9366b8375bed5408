package dev.carrack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultihashTest {

  private static final Map<String, Integer> FULL_BITS =
      Map.of("sha1", 160, "sha2-256", 256, "sha2-512", 512);

  // Source: multiformats/multihash b43ec10, tests/values/test_cases.csv; whole digests only, and
  // not its
  // "sha3" rows, which name the 512-bit function that this SDK does not compute.
  @TestFactory
  @Needs("fixtures")
  List<DynamicTest> agreesWithTheMultihashVectors() throws IOException {
    List<DynamicTest> tests =
        Files.readAllLines(Fixtures.path("ipld/multihash/test_cases.csv")).stream()
            .skip(1)
            .map(row -> row.split(",", -1))
            .filter(row -> String.valueOf(FULL_BITS.get(row[0])).equals(row[1]))
            .map(row -> dynamicTest(row[3], () -> agrees(row[2], row[3])))
            .toList();
    Fixtures.count("ipld/multihash", tests.size());
    assertThat(tests).hasSizeGreaterThan(40);
    return tests;
  }

  private static void agrees(String input, String multihash) {
    byte[] bytes = HexFormat.of().parseHex(multihash);
    byte[] data = input.getBytes(StandardCharsets.US_ASCII); // hashed as text, not as hex
    Multihash hash = Multihash.read(ByteBuffer.wrap(bytes));

    assertThat(hash.bytes()).isEqualTo(bytes);
    assertThat(hash.matches(data)).isTrue();
    assertThat(hash.matches(Arrays.copyOf(data, data.length + 1))).isFalse();
  }

  // Sources: FIPS 180-4, FIPS 202 and RFC 7693 digests of "abc" as sha1sum, sha384sum, b2sum -l 256
  // and
  // openssl print them.
  @ParameterizedTest
  @CsvSource({
    "1114a9993e364706816aba3e25717850c26c9cd0d89d",
    "2030cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    "16203a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    "a0e40220bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319",
    "0003616263"
  })
  void matchesAbc(String hex) {
    Multihash hash = Multihash.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));

    assertThat(hash.matches("abc".getBytes(StandardCharsets.US_ASCII))).isTrue();
    assertThat(hash.matches("abd".getBytes(StandardCharsets.US_ASCII))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "12", // no length
        "1220", // no digest
        "122000", // digest cut
        "1101ff", // SHA-1 of one byte
        "121f00000000000000000000000000000000000000000000000000000000000000", // 31 bytes
        "1280808080808080807f", // a length of 2^63-1
        "928000" // code not minimal
      })
  void refusesWhatIsCutOrOfTheWrongLength(String hex) {
    assertThatThrownBy(() -> Multihash.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
        .isInstanceOf(MalformedException.class);
  }

  // Source: ipfs/specs UnixFS, "Identity CID Size Limit" (IPIP-512).
  @Test
  void identityHoldsAtMost128Bytes() {
    assertThat(Multihash.of(Multihash.IDENTITY, new byte[128]).digestLength()).isEqualTo(128);
    assertThatThrownBy(() -> Multihash.of(Multihash.IDENTITY, new byte[129]))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void saysWhichFunctionItCannotCompute() {
    assertThatThrownBy(() -> Multihash.of(0x1e, new byte[32]).matches(new byte[0]))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("0x1e");
  }

  @Test
  void equalsByValueAndCopiesItsDigest() {
    byte[] digest = new byte[32];
    Multihash hash = Multihash.of(Multihash.SHA2_256, digest);
    digest[0] = 1;
    hash.digest()[0] = 1;

    assertThat(hash).isEqualTo(Multihash.of(Multihash.SHA2_256, new byte[32]));
    assertThat(hash).hasSameHashCodeAs(Multihash.of(Multihash.SHA2_256, new byte[32]));
    assertThat(hash).isNotEqualTo(Multihash.of(Multihash.SHA2_256, digest));
  }
}
