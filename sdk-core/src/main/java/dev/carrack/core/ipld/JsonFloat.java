package dev.carrack.core.ipld;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Prints floats with the fewest digits that read back as the same float, laid out as ECMAScript
 * does. {@link Double#toString} is no help: before JDK 19 it sometimes printed a digit too many,
 * and canonical bytes must not depend on the JDK.
 */
final class JsonFloat {

  private static final RoundingMode[] MODES = {
    RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN
  };

  private static final MathContext KEPT = new MathContext(20, RoundingMode.DOWN);

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

  // What Double.toString prints reads back, so the search begins below its digits.
  private static BigDecimal shortest(double value) {
    int digits = new BigDecimal(Double.toString(value)).stripTrailingZeros().precision();
    BigDecimal exact = shortened(new BigDecimal(value));
    BigDecimal best = exact;
    for (Optional<BigDecimal> next = nearest(exact, value, digits);
        next.isPresent();
        next = nearest(exact, value, digits)) {
      best = next.get();
      if (--digits == 0) {
        break;
      }
    }
    return best.stripTrailingZeros();
  }

  /** The nearest decimal of so many digits that reads back as the float, if any does. */
  private static Optional<BigDecimal> nearest(BigDecimal exact, double value, int digits) {
    // The nearest decimal is not always the one that reads back: beside a power of two the floats
    // above lie twice as far apart as those below.
    for (RoundingMode mode : MODES) {
      BigDecimal rounded = exact.round(new MathContext(digits, mode));
      if (rounded.doubleValue() == value) {
        return Optional.of(rounded);
      }
    }
    return Optional.empty();
  }

  /**
   * A number of few digits that rounds to 17 or fewer as the exact value does, which may have 767:
   * whatever was cut off, one digit stands for it.
   */
  private static BigDecimal shortened(BigDecimal exact) {
    BigDecimal cut = exact.round(KEPT);
    return cut.compareTo(exact) == 0
        ? exact
        : new BigDecimal(
            cut.unscaledValue().multiply(BigInteger.TEN).add(BigInteger.ONE), cut.scale() + 1);
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
