package dev.carrack.core;

/** A named thing (block, artifact, version, path, file) is not where it was asked for. */
public final class NotFoundException extends CarrackException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   */
  public NotFoundException(String what, String remedy) {
    super(what, remedy);
  }

  /**
   * Creates the error with its cause.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   * @param cause the failure underneath
   */
  public NotFoundException(String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
  }
}
