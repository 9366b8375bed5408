package dev.carrack.fvm;

import org.jspecify.annotations.Nullable;

/**
 * The endpoint answered with a JSON-RPC error object: it understood and refused. Never leaves the
 * package.
 */
final class RpcError extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int MAX_TEXT = 300;

  private final int code;
  private final String data;

  RpcError(int code, @Nullable String message, @Nullable String data) {
    super(oneLine(message));
    this.code = code;
    this.data = data == null ? "" : data.replace("\"", "");
  }

  /**
   * Remote text as part of a one-line message: bounded, and without characters that steer a
   * terminal.
   */
  static String oneLine(@Nullable String message) {
    String text =
        message == null ? "no reason given" : message.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
  }

  /** Lotus answers 12 for an epoch without blocks (FRC-0104); 3 is a revert everywhere. */
  int code() {
    return code;
  }

  /** What a contract reverted with, {@code 0x…}, or empty. */
  String data() {
    return data;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
