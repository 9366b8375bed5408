package dev.carrack.core;

/**
 * A peer could not be reached, or answered outside its protocol. Retrying the same call is safe.
 */
public final class RemoteException extends CarrackException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   */
  public RemoteException(String what, String remedy) {
    super(what, remedy);
  }

  /**
   * Creates the error with its cause.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   * @param cause the failure underneath
   */
  public RemoteException(String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
  }
}
