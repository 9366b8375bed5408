package dev.carrack.compute.wasm;

import dev.carrack.compute.Limits;
import java.time.Duration;

/**
 * What one run, or several runs of one task together, may still use: the files of a directory share
 * one allowance. Memory is not shared: each run has the whole of it. Not thread-safe.
 */
public final class Allowance {

  private final Limits limits;
  private long leftNanos;
  private long leftBytes;

  private Allowance(Limits limits) {
    this.limits = limits;
    leftNanos = limits.time().toNanos();
    leftBytes = limits.outputBytes();
  }

  /** All that the limits allow. */
  public static Allowance of(Limits limits) {
    return new Allowance(limits);
  }

  /** The limits it began with. */
  public Limits limits() {
    return limits;
  }

  /** How long the functions' own code has run. */
  public Duration usedTime() {
    return limits.time().minusNanos(leftNanos);
  }

  /** How many bytes were written. */
  public long usedBytes() {
    return limits.outputBytes() - leftBytes;
  }

  long leftNanos() {
    return leftNanos;
  }

  void spendNanos(long nanos) {
    leftNanos -= nanos;
  }

  /** Whether so many bytes more are allowed; they are then spent. */
  boolean spendBytes(long bytes) {
    if (bytes > leftBytes) {
      return false;
    }
    leftBytes -= bytes;
    return true;
  }
}
