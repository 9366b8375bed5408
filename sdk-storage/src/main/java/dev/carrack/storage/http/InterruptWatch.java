package dev.carrack.storage.http;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;

/**
 * Cancels a call when the thread that waits for it is interrupted: a blocked socket read does not
 * notice by itself. One daemon thread, busy only while calls are under way, gone after {@link
 * #close()}.
 */
final class InterruptWatch implements AutoCloseable {

  private static final long PERIOD_MILLIS = 20;

  private final ScheduledThreadPoolExecutor timer;

  InterruptWatch() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "carrack-http-interrupts");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /** Watches the calling thread until the result is cancelled. */
  Future<?> over(Call call) {
    Thread caller = Thread.currentThread();
    try {
      return watch(call, caller);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the gateway client is closed", e);
    }
  }

  private Future<?> watch(Call call, Thread caller) {
    return timer.scheduleWithFixedDelay(
        () -> {
          if (caller.isInterrupted()) {
            call.cancel();
          }
        },
        PERIOD_MILLIS,
        PERIOD_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
