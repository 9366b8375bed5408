package dev.carrack.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** The CPU time of this whole process: every thread, the compilers and the collector included. */
final class ProcessCpu {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ProcessCpu() {}

  /** Something to measure. */
  interface Work {
    void run() throws IOException;
  }

  /** Nanoseconds so far. */
  static long now() {
    return SYSTEM.getProcessCpuTime();
  }

  /** MB (10^6 bytes) that the work gets through in a CPU second. */
  static double rate(long bytes, Work work) throws IOException {
    long start = now();
    work.run();
    return bytes * 1e3 / Math.max(1, now() - start);
  }
}
