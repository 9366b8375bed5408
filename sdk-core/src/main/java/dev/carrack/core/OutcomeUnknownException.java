package dev.carrack.core;

/**
 * A transaction was sent, but whether it took effect could not be learned. It must not be sent
 * again before {@link #transaction()} has been looked up: the money or the state may have moved.
 */
public final class OutcomeUnknownException extends CarrackException {

  private static final long serialVersionUID = 1L;

  private final String transaction;

  /**
   * Creates the error.
   *
   * @param transaction the transaction's hash, {@code 0x} and 64 hex digits
   * @param what what was attempted
   * @param remedy how to find out
   * @param cause the failure underneath
   */
  public OutcomeUnknownException(String transaction, String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
    this.transaction = transaction;
  }

  /** The hash of the transaction whose outcome is unknown. */
  public String transaction() {
    return transaction;
  }
}
