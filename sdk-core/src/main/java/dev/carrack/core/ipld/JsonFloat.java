package dev.carrack.core.ipld;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Prints floats with the fewest digits that read back as the same float, laid out as ECMAScript
 * does. {@link Double#toString} is no help: before JDK 19 it sometimes printed a digit too many,
 * and canonical bytes must not depend on the JDK.
 */
final class JsonFloat {

  private static final RoundingMode[] MODES = {
    RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN
  };

  private JsonFloat() {}

  static String print(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale(); // digits before the decimal point
    return (value < 0 ? "-" : "") + layOut(digits, point);
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      // The nearest decimal is not always the one that reads back: beside a power of two the floats
      // above lie twice as far apart as those below.
      for (RoundingMode mode : MODES) {
        BigDecimal rounded = exact.round(new MathContext(digits, mode));
        if (rounded.doubleValue() == value) {
          return rounded.stripTrailingZeros();
        }
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  private static String layOut(String digits, int point) {
    int count = digits.length();
    if (point > 21 || point <= -6) {
      String fraction = count > 1 ? "." + digits.substring(1) : "";
      return digits.charAt(0) + fraction + "e" + (point > 0 ? "+" : "") + (point - 1);
    }
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    if (point >= count) {
      return digits + "0".repeat(point - count) + ".0";
    }
    return digits.substring(0, point) + "." + digits.substring(point);
  }
}
