package dev.carrack.core;

/**
 * A store, file or manifest was written by a newer format than this version understands. Nothing
 * was changed.
 */
public final class UnsupportedVersionException extends CarrackException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   */
  public UnsupportedVersionException(String what, String remedy) {
    super(what, remedy);
  }

  /**
   * Creates the error with its cause.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   * @param cause the failure underneath
   */
  public UnsupportedVersionException(String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
  }
}
