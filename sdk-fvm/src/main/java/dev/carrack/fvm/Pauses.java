package dev.carrack.fvm;

import java.time.Duration;

/** Ever longer pauses between looks, up to a deadline: quick for a chain that answers at once. */
final class Pauses {

  private static final Duration FIRST = Duration.ofMillis(20);

  private final long deadline;
  private final Duration longest;
  private Duration next;

  Pauses(Duration total, Duration longest) {
    this.deadline = System.nanoTime() + total.toNanos();
    this.longest = longest;
    this.next = min(FIRST, longest);
  }

  /** Pauses, or returns false at once because the deadline has passed. */
  boolean pause() throws InterruptedException {
    if (System.nanoTime() - deadline >= 0) {
      return false;
    }
    Thread.sleep(next.toMillis());
    next = min(next.multipliedBy(3).dividedBy(2), longest);
    return true;
  }

  static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
