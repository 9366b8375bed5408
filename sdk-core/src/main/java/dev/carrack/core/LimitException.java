package dev.carrack.core;

/**
 * A bound set by the caller or by a format was exceeded: block size, depth, response length,
 * request rate.
 */
public final class LimitException extends CarrackException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   */
  public LimitException(String what, String remedy) {
    super(what, remedy);
  }

  /**
   * Creates the error with its cause.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   * @param cause the failure underneath
   */
  public LimitException(String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
  }
}
