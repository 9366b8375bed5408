package dev.carrack.core;

/** Another process, or another handle in this one, is the writer of the store. */
public final class LockedException extends CarrackException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   */
  public LockedException(String what, String remedy) {
    super(what, remedy);
  }

  /**
   * Creates the error with its cause.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   * @param cause the failure underneath
   */
  public LockedException(String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
  }
}
