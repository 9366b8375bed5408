package dev.carrack.compute.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.ValType;
import dev.carrack.compute.Limits;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a module may contain, looked at before a line of it runs. An allow-list: an instruction of
 * some later WebAssembly proposal is refused until somebody has thought about what it lets a guest
 * take from the host (memory outside the limit, threads, host objects).
 */
final class ModuleRules {

  static final FunctionType ALLOC = type(List.of(ValType.I32), List.of(ValType.I32));
  static final FunctionType CONFIGURE =
      type(List.of(ValType.I32, ValType.I32), List.of(ValType.I32));
  static final FunctionType PROCESS = type(List.of(ValType.I32, ValType.I32), List.of(ValType.I64));
  static final FunctionType FINISH = type(List.of(), List.of(ValType.I64));
  static final FunctionType ABORT =
      type(List.of(ValType.I32, ValType.I32, ValType.I32, ValType.I32), List.of());

  private static final int MAX_TABLE_ENTRIES = 1 << 16;

  private final WasmModule module;
  private final Failures failures;

  ModuleRules(WasmModule module, Failures failures) {
    this.module = module;
    this.failures = failures;
  }

  /** Checks everything and says what can be promised about running it again. */
  Determinism check() {
    module.importSection().stream().forEach(this::checkImport);
    require("alloc", ALLOC);
    require("process", PROCESS);
    require("finish", FINISH);
    find("configure", CONFIGURE);
    find("error", FINISH);
    checkMemory();
    checkTables();
    return checkInstructions();
  }

  /** Whether the module exports that function; its type must then be the one of the ABI. */
  boolean find(String name, FunctionType type) {
    Optional<Export> export = exports().filter(e -> e.name().equals(name)).findFirst();
    if (export.isEmpty()) {
      return false;
    }
    if (export.get().exportType() != ExternalType.FUNCTION) {
      throw failures.badAbi("export '" + name + "' is no function");
    }
    FunctionType found = typeOf(export.get().index());
    if (!found.equals(type)) {
      throw failures.badAbi("export '" + name + "' has type " + found + " instead of " + type);
    }
    return true;
  }

  private void checkImport(Import wanted) {
    boolean abort =
        wanted instanceof FunctionImport function
            && wanted.module().equals("env")
            && wanted.name().equals("abort")
            && module.typeSection().getType(function.typeIndex()).equals(ABORT);
    if (!abort) {
      throw failures.refused(
          "imports '%s.%s' (%s), which the sandbox does not give"
              .formatted(
                  Failures.oneLine(wanted.module()),
                  Failures.oneLine(wanted.name()),
                  wanted.importType()),
          "a function has no clock, randomness, network or files: only env.abort may be imported");
    }
  }

  private void require(String name, FunctionType type) {
    if (!find(name, type)) {
      throw failures.badAbi("it does not export '" + name + "' " + type);
    }
  }

  private void checkMemory() {
    int count = module.memorySection().map(section -> section.memoryCount()).orElse(0);
    boolean exported =
        exports().anyMatch(e -> e.name().equals("memory") && e.exportType() == ExternalType.MEMORY);
    if (count != 1 || !exported) {
      throw failures.badAbi("it must have one memory and export it as 'memory'");
    }
    if (module.memorySection().orElseThrow().getMemory(0).limits().shared()) {
      throw failures.refused("has shared memory", "compile it without threads");
    }
  }

  private void checkTables() {
    long entries =
        IntStream.range(0, module.tableSection().tableCount())
            .mapToLong(i -> module.tableSection().getTable(i).limits().min())
            .sum();
    if (entries > MAX_TABLE_ENTRIES) {
      throw failures.refused(
          "has tables of " + entries + " entries; the limit is " + MAX_TABLE_ENTRIES,
          "use fewer function references");
    }
  }

  private Determinism checkInstructions() {
    Determinism found = Determinism.STRICT;
    for (var body : module.codeSection().functionBodies()) {
      for (Instruction instruction : body.instructions()) {
        String name = instruction.opcode().name();
        if (!allowed(name)) {
          throw failures.refused(
              "uses the instruction " + name + ", which the sandbox does not run",
              "compile it for WebAssembly 1.0 with bulk memory: no SIMD, threads, exceptions,"
                  + " garbage collection or growing tables");
        }
        if (name.contains("F32") || name.contains("F64")) {
          found = Determinism.NONE;
        }
      }
    }
    return found;
  }

  private static boolean allowed(String name) {
    if (name.contains("ATOMIC")) {
      return false;
    }
    return switch (name.substring(0, Math.max(0, name.indexOf('_')))) {
      case "I32", "I64", "F32", "F64", "LOCAL", "GLOBAL", "DATA", "ELEM", "CALL", "BR", "SELECT" ->
          !name.equals("CALL_REF") && !name.startsWith("BR_ON");
      case "MEMORY" -> true;
      case "TABLE" -> !name.equals("TABLE_GROW");
      case "REF" -> List.of("REF_NULL", "REF_IS_NULL", "REF_FUNC").contains(name);
      case "" ->
          List.of(
                  "UNREACHABLE",
                  "NOP",
                  "BLOCK",
                  "LOOP",
                  "IF",
                  "ELSE",
                  "END",
                  "BR",
                  "RETURN",
                  "CALL",
                  "DROP",
                  "SELECT")
              .contains(name);
      default -> false;
    };
  }

  private FunctionType typeOf(int function) {
    List<FunctionImport> imported =
        module.importSection().stream()
            .filter(FunctionImport.class::isInstance)
            .map(FunctionImport.class::cast)
            .toList();
    return function < imported.size()
        ? module.typeSection().getType(imported.get(function).typeIndex())
        : module
            .functionSection()
            .getFunctionType(function - imported.size(), module.typeSection());
  }

  private Stream<Export> exports() {
    return IntStream.range(0, module.exportSection().exportCount())
        .mapToObj(module.exportSection()::getExport);
  }

  private static FunctionType type(List<ValType> parameters, List<ValType> results) {
    return FunctionType.of(parameters, results);
  }

  /** Pages that the module wants at once, and at most. */
  static int maximumPages(WasmModule module, Limits limits, Failures failures) {
    var wanted = module.memorySection().orElseThrow().getMemory(0).limits();
    if (wanted.initialPages() > limits.memoryPages()) {
      throw failures.memory(limits, wanted.initialPages(), null);
    }
    return Math.min(wanted.maximumPages(), limits.memoryPages());
  }
}
