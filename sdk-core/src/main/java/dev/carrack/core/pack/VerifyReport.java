package dev.carrack.core.pack;

import java.util.List;

/**
 * What a verification looked at and what it found.
 *
 * @param packs packs read from end to end
 * @param blocks blocks whose hash was checked
 * @param bytes bytes read from packs
 * @param refs references looked up
 * @param findings what is wrong, at most {@value #MAX_FINDINGS}
 */
public record VerifyReport(int packs, long blocks, long bytes, int refs, List<Finding> findings) {

  /** No more findings than these are kept. */
  public static final int MAX_FINDINGS = 1000;

  /** Copies the list. */
  public VerifyReport {
    findings = List.copyOf(findings);
  }

  /** Whether nothing is wrong. */
  public boolean ok() {
    return findings.isEmpty();
  }
}
