package dev.carrack.compute.wasm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The tests' own modules; their sources are in src/test/wasm. */
public final class Modules {
  private Modules() {}

  public static WasmFunction load(String name) {
    try (InputStream in = Modules.class.getResourceAsStream(name + ".wasm")) {
      return WasmFunction.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
