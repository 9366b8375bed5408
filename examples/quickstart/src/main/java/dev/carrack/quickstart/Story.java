package dev.carrack.quickstart;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Tells a person what happens: numbered steps, facts below them, and how long each took. */
final class Story {

  private final PrintStream out;
  private final LongSupplier nanos;
  private final long begun;
  private int step;
  private long stepBegun;

  Story(PrintStream out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.stepBegun = begun;
  }

  /** Begins the next step. */
  void step(String title) {
    endStep();
    step++;
    stepBegun = nanos.getAsLong();
    out.printf("%n%d. %s%n", step, title);
  }

  /** A fact about the current step. */
  void fact(String name, Object value) {
    out.printf("   %-12s %s%n", name, value);
  }

  /** Lines as they are, indented. */
  void block(String text) {
    text.lines().forEach(line -> out.println("   " + line));
  }

  /** Closes the last step and tells the whole time. */
  void end() {
    endStep();
    out.printf("%n   total        %.1f s%n", (nanos.getAsLong() - begun) / 1e9);
  }

  private void endStep() {
    if (step > 0) {
      out.printf("   %-12s %.2f s%n", "took", (nanos.getAsLong() - stepBegun) / 1e9);
    }
  }

  /** The last line. */
  void verdict(String line) {
    out.println(line);
    out.flush();
  }
}
