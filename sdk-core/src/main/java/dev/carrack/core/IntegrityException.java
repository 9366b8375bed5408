package dev.carrack.core;

/**
 * Bytes do not have the hash, size or structure that their address promises: corruption or a lie.
 * None of them reached the caller.
 */
public final class IntegrityException extends CarrackException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   */
  public IntegrityException(String what, String remedy) {
    super(what, remedy);
  }

  /**
   * Creates the error with its cause.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   * @param cause the failure underneath
   */
  public IntegrityException(String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
  }
}
