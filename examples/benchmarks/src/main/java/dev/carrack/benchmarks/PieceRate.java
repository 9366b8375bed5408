package dev.carrack.benchmarks;

import dev.carrack.core.piece.PieceCid;
import dev.carrack.core.piece.PieceHasher;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;

/**
 * Prints how fast one thread computes piece commitments, in MB (10^6 bytes) per CPU second and as a
 * ratio to S, the JDK's SHA-256 over the same bytes in the same process.
 *
 * <p>CPU time of the measuring thread, because the wall clock of a shared machine says little;
 * rounds of both alternate and the median of their ratios is what counts. The goal is 0.17 S.
 */
public final class PieceRate {

  private static final int BYTES = 64 << 20;
  private static final int CHUNK = 1 << 20;
  private static final int WARM_UP = 5;
  private static final int ROUNDS = 9;
  private static final double GOAL = 0.17;

  /** 2,000,000 zero bytes, by filecoin-project/go-fil-commp-hashhash at commit 4dd194bf1660. */
  private static final String KNOWN =
      "d0b530dbb0b4f25c5d2f2a28dfee808b53412a02931f18c499f5a254086b1326";

  private final byte[] payload = new byte[BYTES];

  private PieceRate() {
    new Random(BYTES).nextBytes(payload);
  }

  /** Runs about fifteen seconds and prints a table. */
  public static void main(String[] args) {
    new PieceRate().run();
  }

  private void run() {
    checkKnownAnswer();
    PieceCid expected = piece();
    for (int i = 0; i < WARM_UP; i++) {
      sha256();
      piece();
    }
    double[] ratios = new double[ROUNDS];
    double[] sha256 = new double[ROUNDS];
    double[] pieces = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      double before = rate(this::sha256);
      pieces[i] = rate(() -> check(expected));
      double after = rate(this::sha256);
      sha256[i] = 2 / (1 / before + 1 / after);
      ratios[i] = pieces[i] / sha256[i];
    }
    print("sha256 stream (S)", median(sha256), 1);
    print("piece commitment", median(pieces), median(ratios));
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    System.out.printf(
        Locale.ROOT,
        "goal %.2f S: %s; ratios %.3f to %.3f over %d rounds of %d MiB; JDK %s, %s, load %.1f%n",
        GOAL,
        median(ratios) >= GOAL ? "met" : "MISSED",
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow(),
        ROUNDS,
        BYTES >> 20,
        Runtime.version(),
        system.getArch(),
        system.getSystemLoadAverage());
  }

  private static void print(String what, double rate, double ratio) {
    System.out.printf(Locale.ROOT, "%-20s %7.0f MB/cpu-s  %.3f S%n", what, rate, ratio);
  }

  private static double rate(Runnable work) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    work.run();
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    return BYTES * 1e3 / nanos;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void checkKnownAnswer() {
    PieceHasher hasher = new PieceHasher();
    hasher.update(new byte[2_000_000], 0, 2_000_000);
    if (!HexFormat.of().formatHex(hasher.finish().root()).equals(KNOWN)) {
      throw new IllegalStateException("a wrong commitment has no speed");
    }
  }

  private void check(PieceCid expected) {
    if (!piece().equals(expected)) {
      throw new IllegalStateException("two runs over one payload differ");
    }
  }

  private PieceCid piece() {
    PieceHasher hasher = new PieceHasher();
    for (int at = 0; at < BYTES; at += CHUNK) {
      hasher.update(payload, at, CHUNK);
    }
    return hasher.finish();
  }

  private void sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int at = 0; at < BYTES; at += CHUNK) {
        digest.update(payload, at, CHUNK);
      }
      digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
