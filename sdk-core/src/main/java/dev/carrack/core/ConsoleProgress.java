package dev.carrack.core;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** A single terminal line that says how far an operation is. */
final class ConsoleProgress implements Progress {

  private static final long INTERVAL_NANOS = 200_000_000L;

  private final PrintStream out;
  private final LongSupplier nanos;
  private String step = "";
  private long started;
  private long shown;

  ConsoleProgress(PrintStream out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  @Override
  public synchronized void at(String name, long done, long total) {
    long now = nanos.getAsLong();
    boolean complete = total >= 0 && done >= total;
    if (!name.equals(step)) {
      step = name;
      started = now;
      shown = now;
    } else if (now - shown < INTERVAL_NANOS && !complete) {
      return;
    }
    shown = now;
    double seconds = Math.max(1e-3, (now - started) / 1e9);
    String share = total > 0 ? " %3d%%".formatted(100 * done / total) : "";
    out.printf(
        "\r%-32s%s %,d MiB %,.0f MiB/s ", name, share, done >> 20, done / 1048576.0 / seconds);
    if (complete) {
      out.println();
    }
    out.flush();
  }
}
