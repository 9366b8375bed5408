package dev.carrack.fvm;

import java.time.Duration;

/**
 * How long to wait for a chain.
 *
 * @param call the deadline of one question to the endpoint, connection included
 * @param receipt how long to wait for a transaction's receipt after it was sent; Filecoin takes 30
 *     to 60 seconds, and minutes when it is busy
 * @param poll the longest pause between two looks for a receipt; the first looks come faster
 */
public record Patience(Duration call, Duration receipt, Duration poll) {

  /** 8 seconds a call, 10 minutes for a receipt, a look at least every 5 seconds. */
  public static final Patience DEFAULT =
      new Patience(Duration.ofSeconds(8), Duration.ofMinutes(10), Duration.ofSeconds(5));

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public Patience {
    if (!isPositive(call) || !isPositive(receipt) || !isPositive(poll)) {
      throw new IllegalArgumentException(
          "patience must be positive: " + call + " " + receipt + " " + poll);
    }
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }
}
