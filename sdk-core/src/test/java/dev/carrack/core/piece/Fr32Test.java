package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Fr32Test {

  @Test
  void equalsTheDefinitionBitByBit() {
    byte[] payload = new byte[127 * 9];
    new Random(32).nextBytes(payload);
    byte[] out = new byte[128 * 9];

    Fr32.expand(payload, 0, 9, out, 0);

    assertThat(out).isEqualTo(NaivePiece.fr32(payload));
  }

  @Test
  void putsTwoZeroBitsAfterEachLeaf() {
    byte[] ones = new byte[127];
    Arrays.fill(ones, (byte) 0xff);
    byte[] out = new byte[128];

    Fr32.expand(ones, 0, 1, out, 0);

    byte[] expected = new byte[128];
    Arrays.fill(expected, (byte) 0xff);
    for (int last = 31; last < 128; last += 32) {
      expected[last] = 0x3f;
    }
    assertThat(out).isEqualTo(expected);
  }

  @Test
  void staysWithinItsRanges() {
    byte[] payload = new byte[5 + 127];
    new Random(33).nextBytes(payload);
    byte[] out = new byte[3 + 128 + 2];

    Fr32.expand(payload, 5, 1, out, 3);

    assertThat(Arrays.copyOfRange(out, 3, 131))
        .isEqualTo(NaivePiece.fr32(Arrays.copyOfRange(payload, 5, 132)));
    assertThat(new byte[] {out[0], out[1], out[2], out[131], out[132]}).containsOnly(0);
  }
}
