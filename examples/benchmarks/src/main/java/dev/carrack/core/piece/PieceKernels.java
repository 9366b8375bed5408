package dev.carrack.core.piece;

import dev.carrack.benchmarks.CpuTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The two inner loops of a piece commitment, which are not visible outside their package: this
 * class lives in it for that reason alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(java.util.concurrent.TimeUnit.SECONDS)
public class PieceKernels {

  /** Pairs hashed, or units of 127 bytes expanded, by one call. */
  public static final int COUNT = 2048;

  private final PairHasher hasher = new Sha256PairHasher();
  private final byte[] pairs = new byte[COUNT * 64];
  private final byte[] parents = new byte[COUNT * 32];
  private final byte[] payload = new byte[COUNT * Fr32.IN];
  private final byte[] leaves = new byte[COUNT * Fr32.OUT];

  /** Fills the inputs and checks both loops against their definitions. */
  @Setup
  public void check() throws NoSuchAlgorithmException {
    new Random(1).nextBytes(pairs);
    new Random(2).nextBytes(payload);
    pairHashing();
    byte[] parent = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOfRange(pairs, 64, 128));
    parent[31] &= 0x3f;
    require(Arrays.equals(parent, 0, 32, parents, 32, 64), "pair hashing");
    fr32();
    for (int bit = 0; bit < COUNT * Fr32.IN * 8; bit++) {
      int to = bit / 254 * 256 + bit % 254;
      require(bit(payload, bit) == bit(leaves, to), "fr32");
    }
  }

  private static int bit(byte[] bytes, int at) {
    return bytes[at / 8] >> at % 8 & 1;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what + " is wrong, so it has no speed");
    }
  }

  /** Pairs of nodes into their parents. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public byte[] pairHashing(CpuTime cpu) {
    cpu.did(pairs.length);
    return pairHashing();
  }

  private byte[] pairHashing() {
    hasher.hash(pairs, 0, COUNT, parents, 0);
    return parents;
  }

  /** 127 payload bytes into 128 tree bytes. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public byte[] fr32(CpuTime cpu) {
    cpu.did(payload.length);
    return fr32();
  }

  private byte[] fr32() {
    Fr32.expand(payload, 0, COUNT, leaves, 0);
    return leaves;
  }
}
