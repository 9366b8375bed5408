package dev.carrack.compute.wasm;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import dev.carrack.compute.Limits;
import dev.carrack.core.CarrackException;
import java.nio.charset.StandardCharsets;

/**
 * One instance of a function and the calls of the ABI buffer/1 (docs/buffer-abi.md). Used by one
 * thread at a time; its calls run on the guest's thread.
 */
final class Guest {

  private static final int MAX_MESSAGE = 4096;

  private final CompiledFunction function;
  private final Limits limits;
  private final Failures failures;
  private final GuestThread thread;
  private final Instance instance;
  private final LinearMemory memory;
  private final int input;

  /** Instantiates the module, which may run its start function, and reserves the input buffer. */
  Guest(CompiledFunction function, Limits limits, GuestThread thread) {
    this.function = function;
    this.limits = limits;
    this.failures = new Failures(function.cid());
    this.thread = thread;
    int most = ModuleRules.maximumPages(function.module(), limits, failures);
    LinearMemory[] made = new LinearMemory[1];
    Instance.Builder builder =
        Instance.builder(function.module())
            .withMachineFactory(function.machine())
            .withImportValues(ImportValues.builder().addFunction(abort(made)).build())
            .withMemoryFactory(
                wanted -> {
                  made[0] = new LinearMemory(new MemoryLimits(wanted.initialPages(), most));
                  return made[0];
                });
    instance = thread.call("its start", () -> named("its start", made, builder::build));
    memory = made[0];
    input = (int) apply("alloc", Sandbox.CHUNK_BYTES);
    checkRange("alloc", Integer.toUnsignedLong(input), Sandbox.CHUNK_BYTES);
  }

  /** Hands over the parameters, UTF-8 JSON. */
  void configure(byte[] json) {
    if (!function.configurable()) {
      throw failures.badAbi("it takes no parameters: it does not export 'configure'");
    }
    int at = (int) apply("alloc", json.length);
    checkRange("alloc", Integer.toUnsignedLong(at), json.length);
    memory.write(at, json, 0, json.length);
    if (apply("configure", at, json.length) != 0) {
      throw reported("configure");
    }
  }

  /**
   * What a call gave: a range of the instance's memory, valid until the next call.
   *
   * @param at where it begins
   * @param length in bytes
   */
  record Output(long at, long length) {}

  /** Processes the first {@code length} bytes of the chunk. */
  Output process(byte[] chunk, int length) {
    memory.write(input, chunk, 0, length);
    return output("process", apply("process", input, length));
  }

  /** Ends the input. */
  Output finish() {
    return output("finish", apply("finish"));
  }

  /** Copies a part of the last output. */
  void copy(long at, byte[] to, int offset, int length) {
    memory.read((int) at, to, offset, length);
  }

  /** How much memory the instance has, in pages; it never shrinks. */
  int pages() {
    return memory.pages();
  }

  private Output output(String step, long packed) {
    if (packed < 0) {
      throw reported(step);
    }
    Output output = new Output(packed >>> 32, packed & 0xffffffffL);
    checkRange(step, output.at, output.length);
    return output;
  }

  private CarrackException reported(String step) {
    if (!function.explains()) {
      return failures.reported(step, "no reason given (it does not export 'error')");
    }
    long packed = apply("error");
    long at = packed >>> 32;
    long length = Math.min(packed & 0xffffffffL, MAX_MESSAGE);
    checkRange("error", at, length);
    return failures.reported(
        step, new String(memory.readBytes((int) at, (int) length), StandardCharsets.UTF_8));
  }

  private void checkRange(String step, long at, long length) {
    if (at + length > (long) memory.pages() * Limits.PAGE_BYTES) {
      throw failures.badAbi(
          "%s gave %d bytes at %d, outside its memory of %d pages"
              .formatted(step, length, at, memory.pages()));
    }
  }

  private long apply(String name, long... arguments) {
    LinearMemory[] made = {memory};
    return thread.call(
        name,
        () -> {
          long[] result = named(name, made, () -> instance.export(name).apply(arguments));
          return result[0];
        });
  }

  /** A trap after a refused growth is an out-of-memory, whatever instruction it happened in. */
  private <T> T named(String step, LinearMemory[] made, java.util.function.Supplier<T> call) {
    try {
      return call.get();
    } catch (CarrackException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw failures.memory(limits, limits.memoryPages(), e);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      throw made[0] != null && made[0].refusedPages() > 0
          ? failures.memory(limits, made[0].refusedPages(), e)
          : failures.trap(step, e);
    }
  }

  /** AssemblyScript's way to die: message, file, line and column. */
  private HostFunction abort(LinearMemory[] made) {
    FunctionType type = ModuleRules.ABORT;
    return new HostFunction(
        "env",
        "abort",
        type,
        (caller, arguments) -> {
          LinearMemory where = made[0];
          if (where.refusedPages() > 0) {
            throw failures.memory(limits, where.refusedPages(), null);
          }
          throw failures.aborted(
              "%s (%s:%d:%d)"
                  .formatted(
                      text(where, (int) arguments[0]),
                      text(where, (int) arguments[1]),
                      arguments[2],
                      arguments[3]));
        });
  }

  /** An AssemblyScript string: UTF-16LE, its length in bytes four bytes before it. */
  private static String text(LinearMemory memory, int at) {
    if (at < 4) {
      return "no message";
    }
    int length = memory.readInt(at - 4);
    int shown = Math.min(length < 0 ? 0 : length, MAX_MESSAGE) & ~1;
    return new String(memory.readBytes(at, shown), StandardCharsets.UTF_16LE);
  }
}
