package dev.carrack.fuzz;

import java.util.Arrays;
import java.util.HexFormat;

/** What a target claims of accepted input; a claim that fails is a finding. */
final class Claim {

  private Claim() {}

  static void holds(boolean claim, String words) {
    if (!claim) {
      throw new AssertionError("not so: " + words);
    }
  }

  static void equal(Object actual, Object expected, String words) {
    if (!actual.equals(expected)) {
      throw new AssertionError("not so: " + words + ": " + actual + " is not " + expected);
    }
  }

  static void equal(byte[] actual, byte[] expected, String words) {
    if (!Arrays.equals(actual, expected)) {
      HexFormat hex = HexFormat.of();
      throw new AssertionError(
          "not so: " + words + ": " + hex.formatHex(actual) + " is not " + hex.formatHex(expected));
    }
  }
}
