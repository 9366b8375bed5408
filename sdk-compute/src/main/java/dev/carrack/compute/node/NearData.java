package dev.carrack.compute.node;

import dev.carrack.compute.Limits;
import dev.carrack.compute.wasm.Allowance;
import dev.carrack.compute.wasm.Determinism;
import dev.carrack.compute.wasm.Sandbox;
import dev.carrack.compute.wasm.WasmFunction;
import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.provenance.Envelope;
import dev.carrack.core.provenance.Receipt;
import dev.carrack.core.provenance.Signer;
import dev.carrack.core.provenance.Statement;
import dev.carrack.core.unixfs.Entry;
import dev.carrack.core.unixfs.Imported;
import dev.carrack.core.unixfs.UnixFs;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Runs functions over data that lies here, keeps the output here, and signs a receipt. A task that
 * was done is not done again: its first result is given, also after a restart. Reads only what is
 * in the store, every block checked; never the network. Thread-safe; owns no thread between calls.
 */
public final class NearData {

  private static final int HELD_FUNCTIONS = 16;

  private final TaskStore store;
  private final Signer signer;
  private final Clock clock;
  private final Sandbox sandbox = new Sandbox();
  private final Map<Cid, WasmFunction> held;
  private final ConcurrentMap<Cid, FutureTask<TaskResult>> running = new ConcurrentHashMap<>();
  private final ConcurrentMap<Cid, TaskRecord> done = new ConcurrentHashMap<>();

  private NearData(TaskStore store, Signer signer, Clock clock) {
    this.store = store;
    this.signer = signer;
    this.clock = clock;
    held =
        Collections.synchronizedMap(
            new LinkedHashMap<>() {
              @Override
              protected boolean removeEldestEntry(Map.Entry<Cid, WasmFunction> eldest) {
                return size() > HELD_FUNCTIONS;
              }
            });
    for (Cid root : store.kept()) {
      TaskRecord.find(store.blocks(), root).ifPresent(record -> done.put(record.task(), record));
    }
  }

  /** Runs tasks over the store; {@code signer} signs the receipts. */
  public static NearData over(TaskStore store, Signer signer) {
    return new NearData(store, signer, Clock.systemUTC());
  }

  /** As {@link #over(TaskStore, Signer)}, with the times of receipts from this clock. */
  public static NearData over(TaskStore store, Signer signer, Clock clock) {
    return new NearData(store, signer, clock);
  }

  /** The key identifier that signs the receipts. */
  public String executor() {
    return signer.keyId();
  }

  /**
   * Checks a function and holds it in memory for tasks that name it. It is stored with the first
   * task that runs it; the last 16 are held.
   *
   * @return what can be promised about running it
   * @throws dev.carrack.core.FunctionException if the sandbox refuses it
   */
  public Determinism hold(WasmFunction function) {
    Determinism found = sandbox.check(function);
    held.put(function.cid(), function);
    return found;
  }

  /** Whether a task may name this function. */
  public boolean knows(Cid function) {
    return held.containsKey(function) || store.blocks().has(function);
  }

  /** Runs a function over an input under the default limits, as {@link #run(Task)}. */
  public TaskResult run(WasmFunction function, Cid input, Node parameters) {
    hold(function);
    return run(new Task(function.cid(), input, parameters, Limits.defaults()));
  }

  /** As {@link #run(WasmFunction, Cid, Node)}, with parameters that are all text. */
  public TaskResult run(WasmFunction function, Cid input, Map<String, String> parameters) {
    return run(function, input, Task.texts(parameters));
  }

  /**
   * Runs a task, or waits for the same one under way, or gives the result it had before.
   *
   * @throws NotFoundException if the function, the input or a block of it is not here
   * @throws dev.carrack.core.FunctionException if the function is refused, fails or exceeds a limit
   * @throws dev.carrack.core.MalformedException if the input is no UnixFS file or directory of
   *     files
   * @throws CancelledException if the thread is interrupted; nothing is kept
   */
  public TaskResult run(Task task) {
    Cid cid = task.cid();
    while (true) {
      Optional<TaskResult> before = find(cid);
      if (before.isPresent()) {
        return before.get();
      }
      FutureTask<TaskResult> mine = new FutureTask<>(() -> execute(task, cid));
      FutureTask<TaskResult> other = running.putIfAbsent(cid, mine);
      if (other == null) {
        try {
          mine.run();
          return result(mine, cid);
        } finally {
          running.remove(cid, mine);
        }
      }
      try {
        return result(other, cid);
      } catch (CancelledException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        // The one that ran it was cancelled, not we: try again.
      }
    }
  }

  /** The result of a task that was done here, or empty. */
  public Optional<TaskResult> find(Cid task) {
    TaskRecord record = done.get(task);
    if (record == null) {
      return Optional.empty();
    }
    return store
        .blocks()
        .get(record.receipt())
        .map(block -> Envelope.decode(block.bytes()))
        .map(
            envelope ->
                new TaskResult(task, Receipt.from(Statement.decode(envelope.payload())), envelope));
  }

  private TaskResult execute(Task task, Cid cid) {
    WasmFunction function = function(task.function());
    Entry input = UnixFs.stat(store.blocks(), task.input());
    Determinism determinism = sandbox.check(function);
    Instant started = now();
    TaskResult[] result = new TaskResult[1];
    Cid root =
        store.keep(
            sink -> {
              Imported output =
                  new FunctionMap(
                          sandbox,
                          function,
                          task.parameters(),
                          Allowance.of(task.limits()),
                          store.blocks(),
                          sink)
                      .apply(input);
              Receipt receipt =
                  new Receipt(
                      task.function(),
                      task.input(),
                      task.parameters(),
                      output.cid(),
                      output.size(),
                      Sandbox.ABI,
                      Sandbox.ENGINE + " det=" + determinism,
                      task.limits().toNode(),
                      signer.keyId(),
                      started,
                      later(started, now()));
              Envelope envelope = Envelope.sign(receipt.statement(), signer);
              result[0] = new TaskResult(cid, receipt, envelope);
              return record(sink, function, result[0]);
            });
    TaskRecord.find(store.blocks(), root).ifPresent(record -> done.put(cid, record));
    return result[0];
  }

  private static Cid record(BlockSink sink, WasmFunction function, TaskResult result) {
    sink.put(function.block());
    Block receipt = Block.adopt(Codec.RAW, result.envelope().bytes());
    sink.put(receipt);
    Block record =
        new TaskRecord(result.task(), function.cid(), result.output(), receipt.cid()).block();
    sink.put(record);
    return record.cid();
  }

  private WasmFunction function(Cid cid) {
    WasmFunction function = held.get(cid);
    return function != null
        ? function
        : store
            .blocks()
            .get(cid)
            .map(WasmFunction::from)
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "function " + cid + " is not here", "send its module first"));
  }

  private static TaskResult result(FutureTask<TaskResult> task, Cid cid) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for task " + cid + " was cancelled", "ask again", e);
    } catch (ExecutionException e) {
      throw unwrapped(e.getCause());
    }
  }

  private static RuntimeException unwrapped(@Nullable Throwable cause) {
    if (cause instanceof CarrackException known) {
      return known;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("a task failed", cause);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  // A clock may be set back during a run; a receipt may not end before it began.
  private static Instant later(Instant started, Instant finished) {
    return finished.isBefore(started) ? started : finished;
  }
}
