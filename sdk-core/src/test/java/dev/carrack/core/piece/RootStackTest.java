package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootStackTest {

  private final PairHasher hasher = new Sha256PairHasher();

  /**
   * Roots of all-zero pieces up to the largest sector: FRC-0069, "Test Cases" (draft of
   * 2023-07-26).
   */
  @ParameterizedTest
  @CsvSource({
    "34091302912, bafkzcibcaapao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq",
    "68182605824, bafkzcibcaap6mqafu276g53zko4k23xzh4h4uecjwicbmvhsuqi7o4bhthhm4aq"
  })
  void foldsAsManySubtreesAsTheLargestSectorHas(long rawSize, String v2) {
    RootStack roots = new RootStack(hasher, false);
    byte[] zero = new byte[32];
    ZeroSubtrees.copy(Subtree.HEIGHT, zero, 0);

    for (long done = 0; done < rawSize; done += Subtree.IN) {
      roots.add(zero);
    }

    assertThat(PieceCid.of(rawSize, roots.root())).hasToString(v2);
  }

  @Test
  void givesOneRootWhetherTheHeadComesFirstOrLast() {
    Random random = new Random(69);
    for (int count = 1; count <= 70; count++) {
      RootStack plain = new RootStack(hasher, false);
      RootStack headless = new RootStack(hasher, true);
      byte[] head = new byte[32];
      random.nextBytes(head);
      plain.add(head);
      for (int i = 1; i < count; i++) {
        byte[] root = new byte[32];
        random.nextBytes(root);
        plain.add(root);
        headless.add(root);
      }

      assertThat(headless.root(head)).as("%d subtrees", count).isEqualTo(plain.root());
    }
  }
}
