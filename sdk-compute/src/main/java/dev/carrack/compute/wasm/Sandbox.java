package dev.carrack.compute.wasm;

import dev.carrack.compute.Limits;
import dev.carrack.core.CancelledException;
import dev.carrack.core.StorageException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Runs functions that nobody has vouched for. A function sees its input, its parameters and its own
 * memory, and nothing else: no clock, randomness, network, files, environment or threads. It is
 * compiled to bytecode once and the compiled form kept; each run is a fresh instance.
 *
 * <p>The guarantee is that of the Java virtual machine's own checks: the heap is shared with the
 * host, so a run may take up to twice its memory limit of it, and the time limit is wall-clock
 * time, not a count of instructions. Thread-safe; owns no thread between runs. Spec:
 * docs/buffer-abi.md.
 */
public final class Sandbox {

  /** The name of the agreement between host and function. */
  public static final String ABI = "buffer/1";

  /** What runs the functions, as written in receipts. */
  public static final String ENGINE = "chicory/1.7.5";

  /** The size of every chunk but the last, in bytes; part of the ABI. */
  public static final int CHUNK_BYTES = 1 << 20;

  private static final int KEPT = 16;

  private final CompiledCache compiled = new CompiledCache(KEPT);

  /** A sandbox that has compiled nothing yet. */
  public Sandbox() {}

  /**
   * What one run took.
   *
   * @param inputBytes bytes read
   * @param outputBytes bytes written
   * @param memoryPages the memory it ended with, in pages of 64 KiB
   * @param time how long the function's own code ran
   * @param determinism what can be promised about running it again
   */
  public record Run(
      long inputBytes, long outputBytes, int memoryPages, Duration time, Determinism determinism) {}

  /**
   * Checks and compiles the function without running it.
   *
   * @return what can be promised about running it
   * @throws dev.carrack.core.FunctionException if it is no module, asks for more than the sandbox
   *     gives, or does not follow the ABI
   * @throws CancelledException if the thread is interrupted
   */
  public Determinism check(WasmFunction function) {
    return compile(function).determinism();
  }

  /**
   * Streams {@code in} through the function into {@code out}; neither is closed. What was written
   * before an error stays written: throw it away.
   *
   * @param parameters a map, given to the function as JSON (DAG-JSON); an empty map is given only
   *     if the function takes parameters
   * @throws dev.carrack.core.FunctionException if the function is refused, traps, aborts, reports
   *     an error or exceeds a limit; the message names it by CID
   * @throws StorageException if the input or the output fails
   * @throws CancelledException if the thread is interrupted, whose flag stays set
   */
  public Run run(
      WasmFunction function, Node parameters, InputStream in, OutputStream out, Limits limits) {
    try (FunctionStream stream = open(function, parameters, in, Allowance.of(limits))) {
      stream.transferTo(out);
      return stream.result();
    } catch (IOException e) {
      throw new StorageException(
          "the output of function " + function.cid() + " failed: " + e.getMessage(),
          "check the disk and run the task again",
          e);
    }
  }

  /**
   * As {@link #run}, but the output is read instead of written, and several runs may share one
   * allowance. The caller closes the stream.
   */
  public FunctionStream open(
      WasmFunction function, Node parameters, InputStream in, Allowance allowance) {
    CompiledFunction code = compile(function);
    boolean configure = code.configurable() || !parameters.entries().isEmpty();
    return new FunctionStream(code, configure ? DagJson.encode(parameters) : null, in, allowance);
  }

  private CompiledFunction compile(WasmFunction function) {
    try {
      return compiled.get(function);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(
          "compiling function " + function.cid() + " was cancelled", "run the task again", e);
    }
  }
}
