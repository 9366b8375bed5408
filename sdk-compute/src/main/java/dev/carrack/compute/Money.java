package dev.carrack.compute;

import dev.carrack.core.MalformedException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * An amount in one currency. Currencies are never mixed or converted here: convert with a dated
 * rate first. Immutable; amounts of equal value are equal whatever their scale.
 *
 * @param amount decimal, not negative
 * @param currency ISO 4217 or a token's symbol, upper case, such as {@code USD} or {@code USDFC}
 */
public record Money(BigDecimal amount, String currency) implements Comparable<Money> {

  private static final MathContext PRECISION = MathContext.DECIMAL128;

  /** Checks the sign and the currency's form, and drops trailing zeros. */
  public Money {
    if (amount.signum() < 0 || !currency.matches("[A-Z][A-Z0-9]{2,9}")) {
      throw new IllegalArgumentException("no amount of money: " + amount + " " + currency);
    }
    amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
  }

  /** US dollars. */
  public static Money usd(String amount) {
    return new Money(new BigDecimal(amount), "USD");
  }

  /** Nothing, in that currency. */
  public static Money zero(String currency) {
    return new Money(BigDecimal.ZERO, currency);
  }

  /**
   * Parses {@code 0.05 USD}.
   *
   * @throws MalformedException if it is not an amount, a space and a currency
   */
  public static Money parse(String text) {
    String[] parts = text.split(" ", -1);
    try {
      if (parts.length == 2 && parts[0].length() <= 40) {
        BigDecimal amount = new BigDecimal(parts[0]);
        if (Math.abs((long) amount.scale()) <= 40) {
          return new Money(amount, parts[1]);
        }
      }
    } catch (IllegalArgumentException e) {
      throw malformed(text, e);
    }
    throw malformed(text, null);
  }

  private static MalformedException malformed(
      String text, @org.jspecify.annotations.Nullable Throwable cause) {
    String what = "not an amount of money: '" + text + "'";
    String remedy = "write it as 0.05 USD";
    return cause == null
        ? new MalformedException(what, remedy)
        : new MalformedException(what, remedy, cause);
  }

  /**
   * The sum.
   *
   * @throws IllegalArgumentException if the currencies differ
   */
  public Money plus(Money other) {
    requireSame(other);
    return new Money(amount.add(other.amount, PRECISION), currency);
  }

  /** So many times this. */
  public Money times(BigDecimal factor) {
    return new Money(amount.multiply(factor, PRECISION), currency);
  }

  /** So many times this. */
  public Money times(double factor) {
    return times(BigDecimal.valueOf(factor));
  }

  /**
   * Orders by value.
   *
   * @throws IllegalArgumentException if the currencies differ
   */
  @Override
  public int compareTo(Money other) {
    requireSame(other);
    return amount.compareTo(other.amount);
  }

  private void requireSame(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot compare or add " + this + " and " + other);
    }
  }

  /** Rounded up to millionths, for tables. */
  String shown() {
    return amount.setScale(6, RoundingMode.CEILING).toPlainString();
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return amount.toPlainString() + " " + currency;
  }
}
