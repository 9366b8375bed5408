package dev.carrack.core;

/**
 * A near-data function could not be run: not a WASM module, a forbidden import, a trap, or its time
 * or memory limit.
 */
public final class FunctionException extends CarrackException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   */
  public FunctionException(String what, String remedy) {
    super(what, remedy);
  }

  /**
   * Creates the error with its cause.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   * @param cause the failure underneath
   */
  public FunctionException(String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
  }
}
