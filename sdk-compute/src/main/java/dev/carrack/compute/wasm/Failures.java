package dev.carrack.compute.wasm;

import dev.carrack.compute.Limits;
import dev.carrack.core.Cid;
import dev.carrack.core.FunctionException;
import org.jspecify.annotations.Nullable;

/** The errors of one function's runs, worded in one place: which function, what, what next. */
final class Failures {

  private static final int MAX_TEXT = 500;

  private final Cid function;

  Failures(Cid function) {
    this.function = function;
  }

  FunctionException notAModule(Throwable cause) {
    return error(
        "is not a valid WebAssembly module: " + reason(cause),
        "compile it to a WebAssembly 1.0 binary (the file begins with the bytes 00 61 73 6d)",
        cause);
  }

  FunctionException cannotCompile(@Nullable Throwable cause) {
    return error(
        "cannot be compiled to bytecode: " + reason(cause),
        "split its largest functions, or compile it with less inlining",
        cause);
  }

  FunctionException refused(String what, String remedy) {
    return error(what, remedy, null);
  }

  FunctionException badAbi(String what) {
    return error("does not follow the ABI buffer/1: " + what, "see docs/buffer-abi.md", null);
  }

  FunctionException timeOut(Limits limits) {
    return error(
        "ran longer than its time limit of " + limits.time().toMillis() + " ms",
        "look for an endless loop, or allow more time",
        null);
  }

  FunctionException memory(Limits limits, long pages, @Nullable Throwable cause) {
    return error(
        "needs %d pages of memory (%d KiB); its limit is %d"
            .formatted(pages, pages * Limits.PAGE_BYTES / 1024, limits.memoryPages()),
        "look for a leak, or allow more pages",
        cause);
  }

  FunctionException tooMuchOutput(Limits limits) {
    return error(
        "wrote more than its output limit of " + limits.outputBytes() + " bytes",
        "look for an endless output, or allow more bytes",
        null);
  }

  FunctionException trap(String step, @Nullable Throwable cause) {
    return error(
        "trapped in " + step + ": " + reason(cause), "fix the function or its input", cause);
  }

  FunctionException reported(String step, String message) {
    return error(
        "refused in " + step + ": " + oneLine(message),
        "correct the parameters or the input",
        null);
  }

  FunctionException aborted(String message) {
    return error("aborted: " + oneLine(message), "fix the function or its input", null);
  }

  private FunctionException error(String what, String remedy, @Nullable Throwable cause) {
    String text = "function " + function + " " + what;
    return cause == null
        ? new FunctionException(text, remedy)
        : new FunctionException(text, remedy, cause);
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "no reason known";
    }
    String message = cause.getMessage();
    return oneLine(message == null ? cause.getClass().getSimpleName() : message);
  }

  /** A module's text is not to be trusted: no line breaks, no control characters, not too long. */
  static String oneLine(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
    return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT) + "…";
  }
}
