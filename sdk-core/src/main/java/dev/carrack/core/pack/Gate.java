package dev.carrack.core.pack;

import dev.carrack.core.CancelledException;
import java.util.concurrent.Semaphore;

/**
 * The store's shared lock. A put passes the shared side from its first dedupe hit until its commit,
 * gc the exclusive side, first come first served, so that neither starves the other. A semaphore
 * and not a read-write lock, because a session may be begun in one thread and closed in another.
 * Thread-safe.
 */
final class Gate {

  private static final int ALL = 1 << 20;

  private final Semaphore permits = new Semaphore(ALL, true);

  void enterShared() {
    acquire(1);
  }

  void leaveShared() {
    permits.release();
  }

  void enterExclusive() {
    acquire(ALL);
  }

  void leaveExclusive() {
    permits.release(ALL);
  }

  private void acquire(int count) {
    try {
      permits.acquire(count);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(
          "waiting for another operation on the store was cancelled", "start it again", e);
    }
  }
}
