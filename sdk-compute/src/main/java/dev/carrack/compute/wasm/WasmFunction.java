package dev.carrack.compute.wasm;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.LimitException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A function: the bytes of a WebAssembly module together with the CID they are known by. That the
 * bytes are a valid module is found out by {@link Sandbox}. Immutable and thread-safe.
 */
public final class WasmFunction {

  /** The largest module, in bytes: one block, so that its CID is the plain hash of the file. */
  public static final int MAX_SIZE = Block.MAX_SIZE;

  private final Block block;

  private WasmFunction(Block block) {
    this.block = block;
  }

  /**
   * The function in these bytes, known by the CID of the raw block that holds them; {@code ipfs add
   * --cid-version 1} of the file prints the same for modules up to its chunk size.
   *
   * @throws LimitException if there are more than {@link #MAX_SIZE}
   */
  public static WasmFunction of(byte[] module) {
    checkSize(module.length, "this module");
    return new WasmFunction(Block.of(Codec.RAW, module));
  }

  /**
   * The function in a block that is already verified.
   *
   * @throws LimitException if it is larger than {@link #MAX_SIZE}
   */
  public static WasmFunction from(Block block) {
    checkSize(block.size(), "function " + block.cid());
    return new WasmFunction(block);
  }

  /**
   * The CSV cleaner that comes with this library: trims cells, ends lines with LF, drops blank
   * lines, repeated headers, rows of the wrong width and rows with missing values. Parameters are
   * described in {@code docs/clean-csv.md}.
   */
  public static WasmFunction cleanCsv() {
    try (InputStream in = WasmFunction.class.getResourceAsStream("clean-csv.wasm")) {
      if (in == null) {
        throw new IllegalStateException(
            "clean-csv.wasm is missing from the jar of carrack-compute");
      }
      return of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkSize(int size, String name) {
    if (size > MAX_SIZE) {
      throw new LimitException(
          "%s has %d bytes; the limit is %d".formatted(name, size, MAX_SIZE),
          "compile it for size, without debug information");
    }
  }

  /** What the function is known by. */
  public Cid cid() {
    return block.cid();
  }

  /** The module as a block, to be stored. */
  public Block block() {
    return block;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WasmFunction that && block.equals(that.block);
  }

  @Override
  public int hashCode() {
    return block.hashCode();
  }

  @Override
  public String toString() {
    return block.toString();
  }
}
