package dev.carrack.cli;

import dev.carrack.core.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Progress on one line of standard error, from the moment that a command takes long. */
final class LateProgress implements Progress, AutoCloseable {

  private static final long INTERVAL_NANOS = 200_000_000L;

  private final PrintStream err;
  private final LongSupplier nanos;
  private final long silence;
  private final long started;
  private long shown;
  private int width;

  /** Silent for so many nanoseconds. */
  LateProgress(PrintStream err, LongSupplier nanos, long silence) {
    this.err = err;
    this.nanos = nanos;
    this.silence = silence;
    this.started = nanos.getAsLong();
    this.shown = started - INTERVAL_NANOS;
  }

  @Override
  public synchronized void at(String step, long done, long total) {
    long now = nanos.getAsLong();
    if (now - started < silence || now - shown < INTERVAL_NANOS) {
      return;
    }
    shown = now;
    double seconds = Math.max(1e-3, (now - started) / 1e9);
    String share = total > 0 ? " %3d%%".formatted(100 * done / total) : "";
    String line =
        String.format(
            Locale.ROOT,
            "%s%s %,d MiB %,.0f MiB/s",
            Results.printable(step),
            share,
            done >> 20,
            done / 1048576.0 / seconds);
    err.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    err.flush();
    width = line.length();
  }

  /** Wipes the line, so that messages and the prompt begin at its start. */
  @Override
  public synchronized void close() {
    if (width > 0) {
      err.print("\r" + " ".repeat(width) + "\r");
      err.flush();
      width = 0;
    }
  }
}
