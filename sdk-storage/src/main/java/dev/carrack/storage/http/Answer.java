package dev.carrack.storage.http;

import dev.carrack.core.RemoteException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A peer's answer: its status, and its body as a counted stream. Closing it frees the connection.
 */
final class Answer implements AutoCloseable {

  private final String what;
  private final Response response;
  private final Future<?> watch;
  private final Counted body;

  Answer(String what, Response response, Future<?> watch, LongAdder received) {
    this.what = what;
    this.response = response;
    this.watch = watch;
    this.body = new Counted(response.body().byteStream(), received);
  }

  int status() {
    return response.code();
  }

  /** The peer said that it does not have the thing. */
  boolean isMissing() {
    return status() == 404 || status() == 410;
  }

  /** The peer said that it does not speak this format. */
  boolean isUnspoken() {
    return status() == 400 || status() == 406 || status() == 501;
  }

  /**
   * Throws unless the peer sent the thing.
   *
   * @throws RemoteException naming peer and status
   */
  void requireOk() {
    if (status() == 200) {
      return;
    }
    String retry = response.header("Retry-After");
    throw new RemoteException(
        what + " answered " + status(),
        status() == 429 && retry != null && retry.matches("[ -~]{1,40}")
            ? "it asks to wait " + retry
            : "try again later or ask another peer");
  }

  /** Where a redirect points, seen from {@code from}; empty if nowhere. */
  Optional<HttpUrl> location(HttpUrl from) {
    String location = response.header("Location");
    return location == null ? Optional.empty() : Optional.ofNullable(from.resolve(location));
  }

  /** The body as it arrives. */
  InputStream body() {
    return body;
  }

  /**
   * The whole body, refused where it is longer than {@code limit} bytes, whatever its header says.
   */
  byte[] read(int limit) throws IOException {
    byte[] bytes = body.readNBytes(limit);
    if (bytes.length == limit && body.read() >= 0) {
      throw new RemoteException(
          what + " sent more than " + limit + " bytes for one block", "ask another peer");
    }
    return bytes;
  }

  /** What the connection failed with while the body was read, if it did. */
  Optional<IOException> failure() {
    return Optional.ofNullable(body.failure);
  }

  @Override
  public void close() {
    watch.cancel(false);
    try {
      response.close();
    } catch (IllegalArgumentException | IllegalStateException e) {
      // It reads on to keep the connection, and trips over the same nonsense as read() did.
    }
  }

  /** Counts what arrives and remembers what broke it, since a parser above may hide the cause. */
  private static final class Counted extends FilterInputStream {
    private final LongAdder received;
    private @Nullable IOException failure;

    Counted(InputStream in, LongAdder received) {
      super(in);
      this.received = received;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      try {
        int count = in.read(out, offset, length);
        received.add(Math.max(0, count));
        return count;
      } catch (IOException e) {
        failure = e;
        // A time-out is an InterruptedIOException too; a parser would take it for an interrupt.
        throw new IOException("the connection broke: " + e.getMessage(), e);
      } catch (IllegalArgumentException | IllegalStateException e) {
        failure = new IOException("the answer makes no sense: " + e.getMessage(), e);
        throw failure; // such as a negative length, which the HTTP client takes for its caller's
      }
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] scratch = new byte[(int) Math.min(8192, Math.max(1, count))];
      return Math.max(0, read(scratch, 0, (int) Math.min(scratch.length, count)));
    }

    @Override
    public void close() throws IOException {
      try {
        in.close();
      } catch (IllegalArgumentException | IllegalStateException e) {
        // As above: what was wrong with the answer has been said.
      }
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
