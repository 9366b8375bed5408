package dev.carrack.core;

/**
 * Told how far a long operation is. Calls come from the operating thread, often: implementations
 * return at once and do not throw. Cancelling is not done here but by interrupting the thread.
 */
@FunctionalInterface
public interface Progress {

  /**
   * One step forward.
   *
   * @param step what is being done, a short constant phrase such as {@code "add reviews.csv"}
   * @param done units done so far, usually bytes
   * @param total units in all, or -1 where unknown
   */
  void at(String step, long done, long total);

  /** Tells nobody. */
  static Progress none() {
    return (step, done, total) -> {};
  }

  /** One line on standard error, rewritten at most five times a second. */
  static Progress console() {
    return new ConsoleProgress(System.err, System::nanoTime);
  }

  /**
   * Throws if the calling thread was interrupted; long loops call it once a block.
   *
   * @throws CancelledException with the interrupt flag still set
   */
  static void checkInterrupt(String step) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException(
          step + " was cancelled", "nothing of it was kept: start it again");
    }
  }
}
