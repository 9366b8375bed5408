package dev.carrack.compute.wasm;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import dev.carrack.core.Cid;
import java.util.function.Function;

/** A module that was checked and compiled to bytecode; instances share it. Immutable. */
record CompiledFunction(
    Cid cid,
    WasmModule module,
    Function<Instance, Machine> machine,
    Determinism determinism,
    boolean configurable,
    boolean explains) {

  private static final int MAX_LOCALS = 1_000_000;

  /**
   * Checks and compiles; never falls back to the interpreter, which is fifty times slower and would
   * turn a time limit into a lottery.
   */
  static CompiledFunction of(WasmFunction function) {
    Failures failures = new Failures(function.cid());
    byte[] bytes = function.block().bytes();
    long locals = LocalsScan.count(bytes);
    if (locals > MAX_LOCALS) {
      throw failures.refused(
          "declares " + locals + " local variables; the limit is " + MAX_LOCALS,
          "compile it with optimisation");
    }
    WasmModule module;
    try {
      module = Parser.parse(bytes);
    } catch (RuntimeException | StackOverflowError e) {
      throw failures.notAModule(e);
    }
    ModuleRules rules = new ModuleRules(module, failures);
    Determinism determinism = rules.check();
    try {
      return new CompiledFunction(
          function.cid(),
          module,
          MachineFactoryCompiler.builder(module)
              .withInterpreterFallback(InterpreterFallback.FAIL)
              .compile(),
          determinism,
          rules.find("configure", ModuleRules.CONFIGURE),
          rules.find("error", ModuleRules.FINISH));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      throw failures.cannotCompile(e);
    }
  }
}
