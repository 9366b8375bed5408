package dev.carrack.core;

/**
 * The disk or file system failed: full, unreadable, permission denied. What was acknowledged before
 * stays readable.
 */
public final class StorageException extends CarrackException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   */
  public StorageException(String what, String remedy) {
    super(what, remedy);
  }

  /**
   * Creates the error with its cause.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   * @param cause the failure underneath
   */
  public StorageException(String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
  }
}
