package dev.carrack.storage;

import dev.carrack.core.CancelledException;
import java.util.concurrent.Semaphore;

/**
 * Lets changes in side by side and gc alone, first come first served. The pack store has a gate of
 * its own, but a put enters that one only at its first known block: a put that holds the publishing
 * lock and waits there for gc, while gc waits for a put that wants the publishing lock, would wait
 * for ever. Entering this gate first makes that impossible. Thread-safe.
 */
final class StoreGate {

  private static final int ALL = 1 << 20;

  private final Semaphore permits = new Semaphore(ALL, true);

  /** A stay inside; closing it leaves. */
  interface Pass extends AutoCloseable {
    @Override
    void close();
  }

  Pass shared(String what) {
    return enter(1, what);
  }

  Pass alone(String what) {
    return enter(ALL, what);
  }

  private Pass enter(int count, String what) {
    try {
      permits.acquire(count);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(
          what + " was cancelled while it waited for another operation", "start it again", e);
    }
    return () -> permits.release(count);
  }
}
