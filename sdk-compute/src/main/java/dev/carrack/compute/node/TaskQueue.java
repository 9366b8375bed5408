package dev.carrack.compute.node;

import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.NotFoundException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The tasks that run, each on a thread of its own so that no request has to wait for one to its
 * end, and the last failures, so that who asks later hears why.
 */
final class TaskQueue implements AutoCloseable {

  /** Where a task stands; failures are thrown. */
  record Answer(Cid task, Optional<TaskResult> result) {}

  private static final int KEPT_FAILURES = 100;
  private static final long WAIT_MILLIS = 1_000;
  private static final long STOP_SECONDS = 20;

  private final NearData nearData;
  private final int concurrency;
  private final Semaphore slots;
  private final ThreadPoolExecutor threads;
  private final Map<Cid, Future<TaskResult>> running = new LinkedHashMap<>();
  private final Map<Cid, CarrackException> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Cid, CarrackException> eldest) {
          return size() > KEPT_FAILURES;
        }
      };

  TaskQueue(NearData nearData, int concurrency) {
    this.nearData = nearData;
    this.concurrency = concurrency;
    this.slots = new Semaphore(concurrency);
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // bounded by the slots
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "carrack-task");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts the task unless it runs or was done; waits a moment for the result. */
  Answer submit(Task task) {
    Cid cid = task.cid();
    Optional<TaskResult> before = nearData.find(cid);
    if (before.isPresent()) {
      return new Answer(cid, before);
    }
    Future<TaskResult> future;
    synchronized (running) {
      failures.remove(cid);
      future = running.get(cid);
      if (future == null) {
        future = start(task, cid);
        running.put(cid, future);
      }
    }
    return await(cid, future);
  }

  /** Where the task stands; waits a moment if it runs. */
  Answer ask(Cid task) {
    Future<TaskResult> future;
    synchronized (running) {
      future = running.get(task);
      CarrackException failure = failures.get(task);
      if (failure != null) {
        throw failure;
      }
    }
    if (future != null) {
      return await(task, future);
    }
    Optional<TaskResult> result = nearData.find(task);
    if (result.isEmpty()) {
      throw new NotFoundException("task " + task + " is not known here", "submit it");
    }
    return new Answer(task, result);
  }

  private Future<TaskResult> start(Task task, Cid cid) {
    if (!slots.tryAcquire()) {
      throw new LimitException(
          "the node runs " + concurrency + " tasks already", "ask again in a while");
    }
    try {
      return threads.submit(() -> run(task, cid));
    } catch (RejectedExecutionException e) {
      slots.release();
      throw new CancelledException("the node is closing", "ask another node", e);
    }
  }

  private TaskResult run(Task task, Cid cid) {
    try {
      return nearData.run(task);
    } catch (CarrackException e) {
      synchronized (running) {
        failures.put(cid, e);
      }
      throw e;
    } finally {
      synchronized (running) {
        running.remove(cid);
      }
      slots.release();
    }
  }

  private static Answer await(Cid task, Future<TaskResult> future) {
    try {
      return new Answer(task, Optional.of(future.get(WAIT_MILLIS, TimeUnit.MILLISECONDS)));
    } catch (TimeoutException e) {
      return new Answer(task, Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for task " + task + " was cancelled", "ask again", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CarrackException known) {
        throw known;
      }
      throw new IllegalStateException("task " + task + " failed", e.getCause());
    }
  }

  /** Cancels what runs and waits until the threads are gone. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a task did not stop within " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
