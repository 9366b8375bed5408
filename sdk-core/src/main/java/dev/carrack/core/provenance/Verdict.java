package dev.carrack.core.provenance;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of checking a {@link Proof}: every check in order with its outcome, and what the proof
 * does not show. Immutable and thread-safe. {@link #toString()} is one line for a person.
 */
public final class Verdict {

  /** What a check was about. */
  public enum Part {
    /** The signed statements, who signed them, and that one is about the root asked for. */
    STATEMENT,
    /** The signed receipts of functions that were run. */
    RECEIPT,
    /** That each statement and receipt is a step on the way to the root. */
    LINEAGE,
    /** That the statements are in the signed log. */
    LOG,
    /** That the log's root is on the ledger. */
    ANCHOR,
    /** The bytes of something trained. */
    MODEL,
    /** The bytes of anything else. */
    DATA,
    /** The bytes of a function. */
    FUNCTION;

    /** The name in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a check ended. */
  public enum Outcome {
    /** It holds. */
    PASSED,
    /** It does not hold. */
    FAILED,
    /** The proof claims it, but it could not be checked: this is no verification. */
    UNCHECKED,
    /** The proof does not claim it. */
    ABSENT,
    /** The caller did not ask for it. */
    NOT_ASKED
  }

  /** The result as a whole. */
  public enum Status {
    /** All that was claimed holds, and the ledger has the anchor. */
    VERIFIED("VERIFIED"),
    /** All that was claimed holds; no anchor was claimed. */
    VERIFIED_LOCALLY("VERIFIED LOCALLY, NOT ON CHAIN"),
    /** Nothing is wrong so far, but the claimed anchor could not be checked. */
    UNCHECKED("NOT VERIFIED"),
    /** Something does not hold. */
    FAILED("NOT VERIFIED");

    private final String headline;

    Status(String headline) {
      this.headline = headline;
    }

    /** {@code VERIFIED}, {@code VERIFIED LOCALLY, NOT ON CHAIN} or {@code NOT VERIFIED}. */
    @Override
    public String toString() {
      return headline;
    }
  }

  /**
   * One check.
   *
   * @param part what it was about
   * @param outcome how it ended
   * @param detail what exactly was checked, or what is wrong
   */
  public record Check(Part part, Outcome outcome, String detail) {

    /** Outcome, part and detail on one line. */
    @Override
    public String toString() {
      String mark =
          switch (outcome) {
            case PASSED -> "ok       ";
            case FAILED -> "FAILED   ";
            case UNCHECKED -> "unchecked";
            case ABSENT -> "absent   ";
            case NOT_ASKED -> "not asked";
          };
      return mark + "  " + part + ": " + detail;
    }
  }

  private final String summary;
  private final List<Check> checks;
  private final List<String> notShown;

  Verdict(String summary, List<Check> checks, List<String> notShown) {
    this.summary = summary;
    this.checks = List.copyOf(checks);
    this.notShown = List.copyOf(notShown);
  }

  /** Every check, in the order they were made. */
  public List<Check> checks() {
    return checks;
  }

  /** What nobody should take this proof for, in words. */
  public List<String> notShown() {
    return notShown;
  }

  /** The result as a whole. */
  public Status status() {
    if (has(Outcome.FAILED)) {
      return Status.FAILED;
    }
    if (has(Outcome.UNCHECKED)) {
      return Status.UNCHECKED;
    }
    boolean anchored =
        checks.stream().anyMatch(c -> c.part == Part.ANCHOR && c.outcome == Outcome.PASSED);
    return anchored ? Status.VERIFIED : Status.VERIFIED_LOCALLY;
  }

  private boolean has(Outcome outcome) {
    return checks.stream().anyMatch(check -> check.outcome == outcome);
  }

  /** Whether everything the proof claims was checked and holds, be it on chain or only locally. */
  public boolean verified() {
    return status() == Status.VERIFIED || status() == Status.VERIFIED_LOCALLY;
  }

  /** Whether it is verified and the ledger has the anchor. */
  public boolean onChain() {
    return status() == Status.VERIFIED;
  }

  /** The first check that failed, or else the first that could not be made; empty if verified. */
  public Optional<Check> failed() {
    return first(Outcome.FAILED).or(() -> first(Outcome.UNCHECKED));
  }

  private Optional<Check> first(Outcome outcome) {
    return checks.stream().filter(check -> check.outcome == outcome).findFirst();
  }

  /** Every check on a line of its own, then what is not shown. */
  public String explain() {
    StringBuilder out = new StringBuilder();
    checks.forEach(check -> out.append(check).append('\n'));
    notShown.forEach(line -> out.append("not shown  ").append(line).append('\n'));
    return out.append(status()).append('\n').toString();
  }

  /**
   * One line, such as {@code VERIFIED: reviews@1 signed by did:key:…, anchored in block 12 of … at
   * … UTC; not shown: …}.
   */
  @Override
  public String toString() {
    String why = failed().map(check -> check.part + ": " + check.detail).orElse(summary);
    String rest = verified() ? "; not shown: " + String.join("; ", notShown) : "";
    return status() + ": " + why + rest;
  }
}
