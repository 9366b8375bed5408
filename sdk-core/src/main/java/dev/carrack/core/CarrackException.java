package dev.carrack.core;

/**
 * Everything that can go wrong with bytes, disks, peers and chains. Programmer misuse is not here:
 * it is {@link IllegalArgumentException} or {@link IllegalStateException}.
 *
 * <p>The message is one line that says what went wrong, which thing it concerns, and what to do
 * next; {@link #remedy()} is that last part by itself. The set is sealed so that callers may switch
 * over it. Instances never carry keys, tokens or content.
 */
public abstract sealed class CarrackException extends RuntimeException
    permits MalformedException,
        IntegrityException,
        NotFoundException,
        StorageException,
        LockedException,
        UnsupportedVersionException,
        LimitException,
        CancelledException,
        FunctionException,
        RemoteException,
        ConflictException,
        RejectedException,
        OutcomeUnknownException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String remedy;

  /**
   * For the subclasses: {@code what} names the problem and the thing, {@code remedy} the next step.
   */
  CarrackException(String what, String remedy) {
    this(what, remedy, null);
  }

  CarrackException(String what, String remedy, @org.jspecify.annotations.Nullable Throwable cause) {
    super(remedy.isEmpty() ? what : what + "; " + remedy, cause);
    this.problem = what;
    this.remedy = remedy;
  }

  /** What went wrong and with which thing: {@link #getMessage()} without the {@link #remedy()}. */
  public final String problem() {
    return problem;
  }

  /** What the reader can do next, possibly empty; already part of {@link #getMessage()}. */
  public final String remedy() {
    return remedy;
  }
}
