/**
 * Functions that are WebAssembly modules known by CID, and the sandbox they run in.
 *
 * <p>{@link dev.carrack.compute.wasm.WasmFunction} is the module's bytes with their CID. {@link
 * dev.carrack.compute.wasm.Sandbox} checks a module, compiles it to bytecode (never interprets it),
 * keeps the compiled form, and streams an input of any length through it. How host and module talk
 * is {@code docs/buffer-abi.md}.
 *
 * <p>Inside: {@code ModuleRules} says what a module may contain, {@code CompiledFunction} is the
 * checked and compiled module, {@code Guest} one instance and the calls of the ABI, {@code
 * GuestThread} the thread and clock it runs under, {@code LinearMemory} its memory. Chicory is used
 * in this package only.
 */
@NullMarked
package dev.carrack.compute.wasm;

import org.jspecify.annotations.NullMarked;
