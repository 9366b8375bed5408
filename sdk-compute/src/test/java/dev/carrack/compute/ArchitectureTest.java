package dev.carrack.compute;

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
            "dev.carrack",
            "dev.carrack.core..",
            "dev.carrack.storage..",
            "dev.carrack.compute..",
            "okhttp3..",
            "okio..",
            "kotlin..",
            "com.dylibso.chicory..")
        .confining("okhttp3..", "dev.carrack.compute.http..")
        .confining("com.dylibso.chicory..", "dev.carrack.compute.wasm..")
        .tests();
  }

  @Test
  void staysWithinItsBudget() {
    Footprint footprint = Footprint.of("carrack-compute", "bcprov");

    System.out.println(footprint + " (budget 12 MiB + bcprov)");
    assertThat(footprint.mebibytes()).as(footprint.toString()).isLessThanOrEqualTo(12);
  }
}
