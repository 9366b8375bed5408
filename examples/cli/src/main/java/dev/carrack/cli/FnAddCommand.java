package dev.carrack.cli;

import dev.carrack.compute.wasm.Sandbox;
import dev.carrack.compute.wasm.WasmFunction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code carrack fn add}: a module of one's own. */
@Command(
    name = "add",
    description = "Store a WebAssembly module that the sandbox accepts, and print its CID.")
final class FnAddCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "FILE.wasm", description = "It exports the ABI buffer/1.")
  private Path file = Path.of("");

  FnAddCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    WasmFunction function = read(file);
    new Sandbox().check(function);
    Functions.store(cli, function);
  }

  private static WasmFunction read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return WasmFunction.of(in.readNBytes(WasmFunction.MAX_SIZE + 1));
    } catch (NoSuchFileException e) {
      throw new CommandFailure("no file " + file + "; check the path", e);
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + file + ": " + e + "; check its permissions", e);
    }
  }
}
