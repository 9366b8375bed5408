package dev.carrack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultihashTest {

  private static final HexFormat HEX = HexFormat.of();

  // Source: multiformats/multihash b43ec10, tests/values/test_cases.csv; its "sha3" is sha3-512.
  @Test
  @Needs("fixtures")
  void agreesWithTheMultihashVectors() throws IOException {
    List<String> rows = Files.readAllLines(Fixtures.path("ipld/multihash/test_cases.csv"));
    int cases = 0;
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",", -1);
      HashFunction function = HashFunction.named(cells[0].equals("sha3") ? "sha3-512" : cells[0]);
      byte[] data = cells[2].getBytes(StandardCharsets.US_ASCII); // hashed as text, not as hex
      Multihash hash = function.hash(data).truncated(Integer.parseInt(cells[1]) / 8);

      assertThat(HEX.formatHex(hash.bytes())).isEqualTo(cells[3]);
      assertThat(Multihash.read(ByteBuffer.wrap(HEX.parseHex(cells[3])))).isEqualTo(hash);
      if (hash.digestLength() >= HashFunction.MIN_PROOF) {
        assertThat(hash.matches(data)).isTrue();
        assertThat(hash.matches(Arrays.copyOf(data, data.length + 1))).isFalse();
      }
      cases++;
    }
    Fixtures.count("ipld/multihash", cases);
    assertThat(cases).isEqualTo(rows.size() - 1).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "12", // no length
        "1220", // no digest
        "122000", // digest cut
        "1200", // empty
        "122100000000000000000000000000000000000000000000000000000000000000ffff", // 33 bytes
        "1f00", // empty, of a function we do not know
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
    assertThatThrownBy(() -> Multihash.of(0xb401, new byte[32]).matches(new byte[0]))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("0xb401");
  }

  // A match must not be cheap to forge: IPFS peers ask for 160 bits too.
  @Test
  void shortAndNonCryptographicDigestsProveNothing() {
    byte[] data = new byte[4];
    for (Multihash hash :
        List.of(
            HashFunction.SHA2_256.hash(data).truncated(19),
            HashFunction.named("blake2b-152").hash(data),
            HashFunction.MURMUR3_X64_64.hash(data))) {
      assertThatThrownBy(() -> hash.matches(data))
          .isInstanceOf(UnsupportedVersionException.class)
          .hasMessageContaining("proof");
    }
    assertThat(HashFunction.SHA2_256.hash(data).truncated(20).matches(data)).isTrue();
    assertThat(HashFunction.named("blake2b-160").hash(data).matches(data)).isTrue();
  }

  @Test
  void truncatingKeepsAtLeastOneByte() {
    Multihash hash = Multihash.sha256(new byte[0]);
    assertThat(hash.truncated(32)).isEqualTo(hash).matches(whole -> !whole.isTruncated());
    assertThat(hash.truncated(31)).matches(Multihash::isTruncated);
    assertThatThrownBy(() -> hash.truncated(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hash.truncated(33)).isInstanceOf(IllegalArgumentException.class);
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
