package dev.carrack.storage;

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
            "okhttp3..",
            "okio..",
            "kotlin..",
            "com.fasterxml.jackson..",
            "org.eclipse.jetty..")
        .confining("okhttp3..", "dev.carrack.storage.http..")
        .confining(
            "com.fasterxml.jackson..", "dev.carrack.storage.http..", "dev.carrack.storage.jackson")
        // Whoever calls it holds Jackson trees; no other package may show one.
        .meeting("com.fasterxml.jackson.", "dev.carrack.storage.jackson")
        .confining("org.eclipse.jetty..", "dev.carrack.storage.node..")
        .tests();
  }

  @Test
  void staysWithinItsBudget() {
    Footprint footprint = Footprint.of("carrack-storage", "bcprov");

    System.out.println(footprint + " (budget 8 MiB + bcprov, Jetty is optional)");
    assertThat(footprint.mebibytes()).as(footprint.toString()).isLessThanOrEqualTo(8);
  }
}
