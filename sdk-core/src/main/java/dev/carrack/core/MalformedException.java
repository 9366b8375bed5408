package dev.carrack.core;

/**
 * Text or bytes do not follow their format: a CID, a varint, a CAR, a DAG-CBOR item, a manifest.
 * The message names the rule broken and where.
 */
public final class MalformedException extends CarrackException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   */
  public MalformedException(String what, String remedy) {
    super(what, remedy);
  }

  /**
   * Creates the error with its cause.
   *
   * @param what what went wrong and with which thing
   * @param remedy what to do next, may be empty
   * @param cause the failure underneath
   */
  public MalformedException(String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
  }
}
