package dev.carrack.core.provenance;

import java.util.List;
import java.util.Optional;

/**
 * What a stranger brings along to check a {@link Proof}: which kinds of keys can be checked, how to
 * ask the ledger it names, and where to look for the content. Immutable; as thread-safe as its
 * parts.
 */
public final class Verifier {

  private final List<SignatureScheme> schemes;
  private final Optional<LedgerSource> ledgers;
  private final Optional<ContentCheck> content;

  private Verifier(
      List<SignatureScheme> schemes,
      Optional<LedgerSource> ledgers,
      Optional<ContentCheck> content) {
    this.schemes = schemes;
    this.ledgers = ledgers;
    this.content = content;
  }

  /** A verifier that asks no ledger and fetches no content. */
  public static Verifier of(SignatureScheme... schemes) {
    return new Verifier(List.of(schemes), Optional.empty(), Optional.empty());
  }

  /** Also asks the ledger: without this, a proof that claims an anchor is never verified. */
  public Verifier withLedgers(LedgerSource ledgers) {
    return new Verifier(schemes, Optional.of(ledgers), content);
  }

  /** Also fetches and checks the content that the proof speaks of. */
  public Verifier withContent(ContentCheck content) {
    return new Verifier(schemes, ledgers, Optional.of(content));
  }

  List<SignatureScheme> schemes() {
    return schemes;
  }

  Optional<LedgerSource> ledgers() {
    return ledgers;
  }

  Optional<ContentCheck> content() {
    return content;
  }
}
