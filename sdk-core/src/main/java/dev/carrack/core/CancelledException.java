package dev.carrack.core;

/**
 * The calling thread was interrupted or a deadline passed; the interrupt flag is set again where it
 * was an interrupt.
 */
public final class CancelledException extends CarrackException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   */
  public CancelledException(String what, String remedy) {
    super(what, remedy);
  }

  /**
   * Creates the error with its cause.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   * @param cause the failure underneath
   */
  public CancelledException(String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
  }
}
