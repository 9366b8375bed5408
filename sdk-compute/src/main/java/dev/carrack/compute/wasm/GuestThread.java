package dev.carrack.compute.wasm;

import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that runs a guest's code, and the clock over it. A thread of its own for two
 * reasons: a runaway guest is stopped by an interrupt, which must never hit a thread that is
 * reading a file (an interrupted file channel closes); and its stack is its own. The caller waits
 * here while the guest runs; after {@link #close()} the thread is gone.
 */
final class GuestThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GuestThread.class);
  private static final long STACK_BYTES = 4 << 20;
  private static final long STOP_SECONDS = 10;

  private final Allowance allowance;
  private final Failures failures;
  private final ExecutorService executor;
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

  GuestThread(String name, Allowance allowance, Failures failures) {
    this.allowance = allowance;
    this.failures = failures;
    executor =
        new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(null, task, name, STACK_BYTES);
              thread.setDaemon(true);
              threads.add(thread);
              return thread;
            });
  }

  /** Runs one call of the guest within what is left of its time. */
  <T> T call(String step, Callable<T> task) {
    if (allowance.leftNanos() <= 0) {
      throw failures.timeOut(allowance.limits());
    }
    long start = System.nanoTime();
    Future<T> running = executor.submit(task);
    try {
      return running.get(allowance.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      close();
      throw failures.timeOut(allowance.limits());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CancelledException(
          "the run was cancelled while the function was in " + step, "run the task again", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CarrackException known
          ? known
          : failures.trap(step, e.getCause());
    } finally {
      allowance.spendNanos(System.nanoTime() - start);
    }
  }

  /** Stops the guest if it runs and waits until the thread is gone. */
  @Override
  public void close() {
    executor.shutdownNow();
    boolean interrupted = false;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    while (!threads.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        LOG.warn("a function does not answer the interrupt; its daemon thread is left running");
        break;
      }
      try {
        threads.element().join(left);
        threads.removeIf(thread -> !thread.isAlive());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
