package dev.carrack.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.testing.Footprint;
import dev.carrack.testing.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
  @TestFactory
  Stream<DynamicTest> keepsTheHouseRules() {
    return HouseRules.seeing("dev.carrack.core..", "org.bouncycastle..")
        .confiningToClasses(
            "org.bouncycastle..",
            "dev.carrack.core.BouncyDigest",
            "dev.carrack.core.ipns.RsaKeys",
            "dev.carrack.core.ipns.EllipticKeys")
        .tests();
  }

  @Test
  void staysWithinItsBudget() {
    Footprint footprint = Footprint.of("carrack-core", "bcprov");

    System.out.println(footprint + " (budget 1 MiB + bcprov)");
    assertThat(footprint.mebibytes()).as(footprint.toString()).isLessThanOrEqualTo(1);
  }
}
