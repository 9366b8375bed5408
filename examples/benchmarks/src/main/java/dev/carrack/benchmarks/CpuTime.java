package dev.carrack.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** MB (10^6 bytes) for each second of CPU that the benchmark's thread took, beside JMH's clock. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuTime {

  /** Bytes that the iteration got through; the benchmark counts them. */
  private long bytes;

  private long nanos;
  private long started;

  /** Begins an iteration. */
  @Setup(Level.Iteration)
  public void start() {
    bytes = 0;
    nanos = 0;
    started = thread();
  }

  /** Ends it. */
  @TearDown(Level.Iteration)
  public void stop() {
    nanos = thread() - started;
  }

  /** Counts what was done. */
  public void did(long count) {
    bytes += count;
  }

  /** The counter that JMH reports. */
  public double mbPerCpuSecond() {
    return nanos == 0 ? 0 : bytes * 1e3 / nanos;
  }

  private static long thread() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
