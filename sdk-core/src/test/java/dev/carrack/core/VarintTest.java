package dev.carrack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {

  // Source: multiformats/unsigned-varint README, its table, and the bounds of 63 bits.
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "127, 7f",
    "128, 8001",
    "255, ff01",
    "300, ac02",
    "16384, 808001",
    "9223372036854775807, ffffffffffffffff7f"
  })
  void encodesAsTheSpecificationSays(long value, String hex) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThat(Varint.encode(value)).isEqualTo(bytes);
    assertThat(Varint.size(value)).isEqualTo(bytes.length);
    assertThat(Varint.read(ByteBuffer.wrap(bytes))).isEqualTo(value);
    assertThat(Varint.read(new ByteArrayInputStream(bytes))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8000", // zero in two bytes
        "ff8000", // 127 in three
        "80", // cut
        "ffffffffffffffff", // cut
        "80808080808080808001", // 2^63, ten bytes
        "ffffffffffffffffff01", // 2^64-1
        "808080808080808080808080" // without end
      })
  void refusesOverlongOrCutEncodings(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> Varint.read(ByteBuffer.wrap(bytes)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Varint.read(new ByteArrayInputStream(bytes)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void tellsTheEndOfAStreamFromAnError() throws IOException {
    assertThat(Varint.read(new ByteArrayInputStream(new byte[0]))).isEqualTo(-1);
    assertThatThrownBy(() -> Varint.read(ByteBuffer.allocate(0)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void everyBoundaryReadsBack() {
    for (int bits = 0; bits < 63; bits++) {
      for (long value : new long[] {(1L << bits) - 1, 1L << bits}) {
        ByteBuffer in = ByteBuffer.wrap(Varint.encode(value));
        assertThat(Varint.read(in)).isEqualTo(value);
        assertThat(in.hasRemaining()).isFalse();
      }
    }
  }

  @Test
  void hasNoNegativeNumbers() {
    assertThatThrownBy(() -> Varint.encode(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
