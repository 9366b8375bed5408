package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoRandomTest {

  /** The first numbers and the 2006th of {@code rand.NewSource(1337)}, printed by Go 1.26. */
  @Test
  void givesTheNumbersOfGo() {
    GoRandom random = new GoRandom(1337);

    for (long expected : new long[] {2700411476L, 1469801357L, 1792880398L, 4124580502L}) {
      assertThat(Integer.toUnsignedLong(random.nextInt())).isEqualTo(expected);
    }
    for (int i = 4; i < 2005; i++) {
      random.nextInt();
    }
    assertThat(Integer.toUnsignedLong(random.nextInt())).isEqualTo(1830005963L);
  }
}
