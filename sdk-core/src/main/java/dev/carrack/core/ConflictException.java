package dev.carrack.core;

/**
 * Somebody else changed the thing first: a reference moved, a name has a newer version or another
 * owner.
 */
public final class ConflictException extends CarrackException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   */
  public ConflictException(String what, String remedy) {
    super(what, remedy);
  }

  /**
   * Creates the error with its cause.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   * @param cause the failure underneath
   */
  public ConflictException(String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
  }
}
