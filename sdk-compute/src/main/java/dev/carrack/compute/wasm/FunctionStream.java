package dev.carrack.compute.wasm;

import dev.carrack.core.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The output of a function over an input, worked out while it is read: as much of the input is
 * taken as the output asked for needs. What was read before an error is part of nothing: throw it
 * away. Reading throws what {@link Sandbox#run} throws. For one thread. Closing it ends the
 * function's thread; the input is left open.
 */
public final class FunctionStream extends InputStream {

  private final CompiledFunction function;
  private final Failures failures;
  private final InputStream in;
  private final Allowance allowance;
  private final GuestThread thread;
  private final Guest guest;
  private final byte[] chunk = new byte[Sandbox.CHUNK_BYTES];
  private final long nanosBefore;
  private Guest.Output output = new Guest.Output(0, 0);
  private long taken;
  private long inputBytes;
  private long outputBytes;
  private boolean finished;

  FunctionStream(
      CompiledFunction function,
      byte @Nullable [] parameters,
      InputStream in,
      Allowance allowance) {
    this.function = function;
    this.failures = new Failures(function.cid());
    this.in = in;
    this.allowance = allowance;
    nanosBefore = allowance.leftNanos();
    thread = new GuestThread("carrack-function", allowance, failures);
    try {
      guest = new Guest(function, allowance.limits(), thread);
      if (parameters != null) {
        guest.configure(parameters);
      }
    } catch (RuntimeException | Error e) {
      thread.close();
      throw e;
    }
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    try {
      while (taken == output.length()) {
        if (finished) {
          return -1;
        }
        advance();
      }
    } catch (RuntimeException | Error e) {
      thread.close();
      throw e;
    }
    int some = (int) Math.min(length, output.length() - taken);
    guest.copy(output.at() + taken, to, offset, some);
    taken += some;
    return some;
  }

  private void advance() {
    int length = fill();
    inputBytes += length;
    output = length > 0 ? guest.process(chunk, length) : guest.finish();
    finished = length == 0;
    taken = 0;
    if (!allowance.spendBytes(output.length())) {
      throw failures.tooMuchOutput(allowance.limits());
    }
    outputBytes += output.length();
    if (finished) {
      // The rest lies in the instance's memory, where nothing runs any more.
      thread.close();
    }
  }

  // Full chunks always: what a function sees must not depend on how the input arrives.
  private int fill() {
    try {
      int length = 0;
      for (int n; length < chunk.length; length += n) {
        n = in.read(chunk, length, chunk.length - length);
        if (n < 0) {
          break;
        }
      }
      return length;
    } catch (IOException e) {
      throw new StorageException(
          "the input of function " + function.cid() + " failed: " + e.getMessage(),
          "check the disk and run the task again",
          e);
    }
  }

  /**
   * What the run took.
   *
   * @throws IllegalStateException if the output was not read to its end
   */
  public Sandbox.Run result() {
    if (!finished || taken != output.length()) {
      throw new IllegalStateException("the function's output was not read to its end");
    }
    return new Sandbox.Run(
        inputBytes,
        outputBytes,
        guest.pages(),
        Duration.ofNanos(nanosBefore - allowance.leftNanos()),
        function.determinism());
  }

  @Override
  public void close() {
    thread.close();
  }
}
