package dev.carrack.cli;

import dev.carrack.compute.wasm.WasmFunction;
import dev.carrack.core.Progress;
import dev.carrack.storage.Artifacts;
import java.util.Optional;

/** Where functions come from and are kept. */
final class Functions {

  private Functions() {}

  /** A function that comes with Carrack, by its name. */
  static Optional<WasmFunction> builtin(String name) {
    return name.equals("clean-csv") ? Optional.of(WasmFunction.cleanCsv()) : Optional.empty();
  }

  /** Keeps the function in the store and prints its CID. */
  static void store(Cli cli, WasmFunction function) {
    try (Artifacts artifacts = cli.open()) {
      artifacts.add(
          sink -> {
            sink.put(function.block());
            return function.cid();
          },
          Progress.none());
    }
    Results results = cli.results();
    results.add("function", function.cid());
    results.flush();
  }
}
