package dev.carrack.cli;

import dev.carrack.core.ipld.Node;
import dev.carrack.core.pack.GcReport;
import dev.carrack.storage.Artifacts;
import picocli.CommandLine.Command;

/** {@code carrack gc}: frees what no version and no added root needs. */
@Command(
    name = "gc",
    description = "Delete the blocks that nothing needs, and print what was kept and removed.")
final class GcCommand implements Runnable {

  private final Cli cli;

  GcCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    GcReport report;
    try (Artifacts artifacts = cli.openExisting();
        LateProgress progress = cli.progress()) {
      report = artifacts.gc(progress);
    }
    Results results = cli.results();
    results.add(
        "%d blocks kept, %d removed, %d bytes before, %d after"
            .formatted(
                report.blocksKept(),
                report.blocksRemoved(),
                report.bytesBefore(),
                report.bytesAfter()),
        Node.map()
            .put("blocksKept", report.blocksKept())
            .put("blocksRemoved", report.blocksRemoved())
            .put("bytesBefore", report.bytesBefore())
            .put("bytesAfter", report.bytesAfter())
            .build());
    results.flush();
  }
}
