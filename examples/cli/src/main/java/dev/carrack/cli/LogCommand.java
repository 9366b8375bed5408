package dev.carrack.cli;

import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.provenance.Attestation;
import dev.carrack.core.provenance.Envelope;
import dev.carrack.core.provenance.ProvenanceLog;
import dev.carrack.core.provenance.Statement;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code carrack log}: what was attested. */
@Command(
    name = "log",
    description = "Print INDEX STATEMENT SUBJECT SIGNER anchored|pending of each statement.")
final class LogCommand implements Runnable {

  private final Cli cli;

  LogCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Results results = cli.results();
    try (ProvenanceLog log = ProvenanceLog.read(cli.store())) {
      long anchored = log.anchored().stream().mapToLong(a -> a.size()).max().orElse(0);
      log.forEach((index, envelope) -> add(results, index, envelope, index < anchored));
    }
    results.flush();
  }

  private static void add(Results results, long index, Envelope envelope, boolean anchored) {
    String subject = artifact(envelope).map(a -> a.artifact().toString()).orElse("-");
    String state = anchored ? "anchored" : "pending";
    results.add(
        "%d %s %s %s %s"
            .formatted(index, envelope.cid(), subject, String.join(",", envelope.signers()), state),
        Node.map()
            .put("index", index)
            .put("statement", envelope.cid().toString())
            .put("subject", subject)
            .put("signers", Node.list(envelope.signers().stream().map(Node::of).toList()))
            .put("anchored", Node.of(anchored))
            .put("when", artifact(envelope).map(a -> Node.of(a.when().toString())))
            .build());
  }

  /** What it says, where it is of our form; the log takes any signed document. */
  private static Optional<Attestation> artifact(Envelope envelope) {
    try {
      return Optional.of(Attestation.from(Statement.decode(envelope.payload())));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }
}
