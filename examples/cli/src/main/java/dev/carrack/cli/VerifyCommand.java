package dev.carrack.cli;

import dev.carrack.core.ipld.Node;
import dev.carrack.core.pack.Finding;
import dev.carrack.core.pack.VerifyReport;
import dev.carrack.core.provenance.ProvenanceLog;
import dev.carrack.storage.Artifacts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code carrack verify}: whether every byte of the store is what its CID says. */
@Command(
    name = "verify",
    description = "Check the whole store, or one version or root, and print what was checked.")
final class VerifyCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "REF", arity = "0..1", description = "CID or NAME[@VERSION].")
  private String text = "";

  VerifyCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    VerifyReport report;
    long statements = -1;
    try (Artifacts artifacts = cli.openExisting();
        LateProgress progress = cli.progress()) {
      if (text.isEmpty()) {
        report = artifacts.verify(progress);
        statements = statements();
      } else {
        report = artifacts.verify(Target.parse(text).ref());
      }
    }
    Results results = cli.results();
    report.findings().forEach(f -> results.add(f.toString(), json(f)));
    results.add(text(report, statements), json(report, statements));
    results.flush();
    if (!report.ok()) {
      throw new CommandFailure(
          "%d thing(s) wrong with %s: %s; restore what is damaged from a copy"
              .formatted(
                  report.findings().size(),
                  text.isEmpty() ? "the store" : text,
                  report.findings().get(0)));
    }
  }

  /** Reads the log of statements to its end: its checksums and its tree. */
  private long statements() {
    try (ProvenanceLog log = ProvenanceLog.read(cli.store())) {
      log.forEach((index, envelope) -> {});
      return log.size();
    }
  }

  private static String text(VerifyReport report, long statements) {
    String checked =
        report.packs() + " packs, " + report.blocks() + " blocks, " + report.bytes() + " bytes, ";
    String refs = report.refs() + " references";
    return checked + refs + (statements < 0 ? "" : ", " + statements + " statements");
  }

  private static Node json(VerifyReport report, long statements) {
    Node.MapBuilder out =
        Node.map()
            .put("packs", report.packs())
            .put("blocks", report.blocks())
            .put("bytes", report.bytes())
            .put("references", report.refs())
            .put("wrong", report.findings().size());
    return statements < 0 ? out.build() : out.put("statements", statements).build();
  }

  private static Node json(Finding finding) {
    return Node.map()
        .put("file", finding.file().toString())
        .put("offset", finding.offset())
        .put("cid", finding.cid().map(cid -> Node.of(cid.toString())))
        .put("problem", finding.problem())
        .build();
  }
}
