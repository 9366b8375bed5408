package dev.carrack.compute.near;

import dev.carrack.core.CancelledException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Measures the round trip to an HTTP endpoint as the time a TCP connection takes to open: no
 * privilege needed, nothing sent. The fastest of five counts, because noise only ever adds.
 * Thread-safe.
 */
public final class RttProbe {

  private static final int TRIES = 5;

  private final Duration deadline;

  /** A probe whose five tries together take at most {@code deadline}. */
  public RttProbe(Duration deadline) {
    this.deadline = deadline;
  }

  /**
   * The round trip from here to the endpoint's host and port, or empty if it cannot be reached
   * within the deadline.
   *
   * @throws CancelledException if the thread is interrupted
   */
  public Optional<Duration> measure(URI endpoint) {
    int port =
        endpoint.getPort() > 0
            ? endpoint.getPort()
            : "https".equals(endpoint.getScheme()) ? 443 : 80;
    long end = System.nanoTime() + deadline.toNanos();
    Optional<Duration> best = Optional.empty();
    for (int i = 0; i < TRIES; i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException(
            "measuring the way to " + endpoint + " was cancelled", "measure again");
      }
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      try (Socket socket = new Socket()) {
        // Resolved before the clock starts: a name server's answer is not part of the way.
        InetSocketAddress address = new InetSocketAddress(endpoint.getHost(), port);
        long start = System.nanoTime();
        socket.connect(address, (int) Math.min(left, Integer.MAX_VALUE));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        best = Optional.of(best.filter(b -> b.compareTo(took) < 0).orElse(took));
      } catch (IOException e) {
        break;
      }
    }
    return best;
  }
}
