package dev.carrack.core.unixfs;

import dev.carrack.benchmarks.CpuTime;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The scan that finds content-defined cuts, which is not visible outside its package: this class
 * lives in it for that reason alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(java.util.concurrent.TimeUnit.SECONDS)
public class CdcKernel {

  private static final int AVERAGE = 256 << 10;

  private final byte[] data = new byte[64 << 20];

  /** Cuts must not move when bytes before them are put in. */
  @Setup
  public void check() {
    new Random(4).nextBytes(data);
    int first = new GearCuts(AVERAGE).next(data, 0, 4 * AVERAGE);
    int second = first + new GearCuts(AVERAGE).next(data, first, 4 * AVERAGE);
    byte[] moved = new byte[16 * AVERAGE];
    System.arraycopy(data, 0, moved, 1000, moved.length - 1000);
    GearCuts cuts = new GearCuts(AVERAGE);
    int at = 0;
    while (at < second + 1000) {
      at += cuts.next(moved, at, 4 * AVERAGE);
    }
    if (at != second + 1000) {
      throw new IllegalStateException("the scan finds other cuts, so it has no speed");
    }
  }

  /** All cuts of 64 MiB. */
  @Benchmark
  public int cdcScan(CpuTime cpu) {
    GearCuts cuts = new GearCuts(AVERAGE);
    int count = 0;
    for (int at = 0; at < data.length; count++) {
      at += cuts.next(data, at, Math.min(4 * AVERAGE, data.length - at));
    }
    cpu.did(data.length);
    return count;
  }
}
