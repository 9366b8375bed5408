package dev.carrack.core;

/**
 * A peer or contract understood the request and refused it, with its reason. Retrying unchanged
 * cannot help.
 */
public final class RejectedException extends CarrackException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   */
  public RejectedException(String what, String remedy) {
    super(what, remedy);
  }

  /**
   * Creates the error with its cause.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   * @param cause the failure underneath
   */
  public RejectedException(String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
  }
}
