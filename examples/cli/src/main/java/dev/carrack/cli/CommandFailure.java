package dev.carrack.cli;

/** Ends a command with exit code 1 and its message, for what the SDK has no error for. */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailure(String message) {
    super(message);
  }

  CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
