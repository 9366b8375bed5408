package dev.carrack.core.piece;

import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.LimitException;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Worker threads that hash batches of subtrees, and the queue that folds their roots in order.
 *
 * <p>At most {@code threads + 2} batches exist, so whoever gives bytes waits for the oldest one
 * when the workers are behind. Used by one calling thread.
 */
final class SubtreeCrew implements AutoCloseable {

  private record Task(SubtreeBatch batch, Future<byte[][]> roots) {}

  private final int threads;
  private final PieceHasher folded;
  private final Queue<SubtreeBatch> free = new ArrayDeque<>();
  private final Queue<Task> underWay = new ArrayDeque<>();
  private final Queue<Thread> started = new ConcurrentLinkedQueue<>();
  private @Nullable ExecutorService workers;
  private boolean ended;

  /** A crew that has not started; the roots go to {@code folded}. */
  SubtreeCrew(int threads, PieceHasher folded) {
    this.threads = threads;
    this.folded = folded;
  }

  /** Payload bytes that were handed over and are not folded yet. */
  long underWay() {
    return (long) underWay.size() * SubtreeBatch.IN;
  }

  /** A batch to fill, which may mean to wait for the oldest under way. */
  SubtreeBatch take() {
    checkGoing();
    while (!underWay.isEmpty() && underWay.element().roots().isDone()) {
      foldOldest();
    }
    if (free.isEmpty() && underWay.size() >= threads + 2) {
      foldOldest();
    }
    SubtreeBatch batch = free.poll();
    return batch == null ? new SubtreeBatch() : batch;
  }

  /** Takes back a batch that is not to be hashed here. */
  void giveBack(SubtreeBatch batch) {
    free.add(batch);
  }

  /** Hands a batch to the workers. */
  void submit(SubtreeBatch batch) {
    if (workers == null) {
      workers = Executors.newFixedThreadPool(threads, this::worker);
    }
    underWay.add(new Task(batch, workers.submit(batch)));
  }

  private Thread worker(Runnable work) {
    Thread thread = new Thread(work, "carrack-piece");
    thread.setDaemon(true);
    started.add(thread);
    return thread;
  }

  /** Waits until all that was handed over is folded. */
  void drain() {
    checkGoing();
    while (!underWay.isEmpty()) {
      foldOldest();
    }
  }

  /** After a failure some subtrees are missing, so nothing may be added or named any more. */
  private void checkGoing() {
    if (ended) {
      throw new IllegalStateException("the work has ended: go on from a checkpoint");
    }
  }

  private void foldOldest() {
    Task oldest = underWay.remove();
    try {
      for (byte[] root : oldest.roots().get()) {
        folded.addSubtree(root);
      }
      free.add(oldest.batch());
    } catch (LimitException e) {
      close();
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new CancelledException(
          "piece was cancelled after " + folded.position() + " bytes",
          "go on from its checkpoint, or start it again",
          e);
    } catch (ExecutionException e) {
      close();
      if (e.getCause() instanceof IOException failure) {
        throw new StorageException(
            "cannot read the payload: " + failure.getMessage(), "check its disk", failure);
      }
      if (e.getCause() instanceof CarrackException failure) {
        throw failure;
      }
      throw new IllegalStateException("a worker failed", e);
    }
  }

  /** Ends the workers and waits until they are gone; what they had not finished is dropped. */
  @Override
  public void close() {
    ended = true;
    underWay.clear();
    free.clear();
    if (workers == null) {
      return;
    }
    workers.shutdownNow();
    boolean interrupted = false;
    // The pool says that it has ended a moment before its threads have.
    for (Thread worker = started.peek(); worker != null; worker = started.peek()) {
      try {
        worker.join();
        started.remove();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    workers = null;
  }
}
