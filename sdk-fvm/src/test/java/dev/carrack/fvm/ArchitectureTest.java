package dev.carrack.fvm;

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
    return HouseRules.seeing(
            "dev.carrack.core..",
            "dev.carrack.storage..",
            "dev.carrack.fvm..",
            "org.web3j..",
            "io.reactivex..",
            "okhttp3..",
            "com.fasterxml.jackson..",
            "org.bouncycastle..")
        .tests();
  }

  @Test
  void staysWithinItsBudget() {
    Footprint footprint = Footprint.of("carrack-fvm");

    System.out.println(footprint + " (budget 30 MiB)");
    assertThat(footprint.mebibytes()).as(footprint.toString()).isLessThanOrEqualTo(30);
  }
}
