package dev.carrack.cli;

import dev.carrack.storage.Artifacts;
import dev.carrack.storage.Version;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code carrack artifacts}: what versions there are. */
@Command(
    name = "artifacts",
    description = "Print REF KIND ROOT SIZE TAGS of each version, or of those of one name.")
final class ArtifactsCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The artifact's name.")
  private String name = "";

  ArtifactsCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Results results = cli.results();
    try (Artifacts artifacts = cli.openExisting()) {
      List<Version> versions = name.isEmpty() ? artifacts.list() : artifacts.versions(name);
      if (versions.isEmpty() && !name.isEmpty()) {
        throw new CommandFailure(
            "no artifact is called '" + name + "'; leave the name out to see what is there");
      }
      versions.forEach(version -> results.add(text(version), PutCommand.json(version)));
    }
    results.flush();
  }

  private static String text(Version version) {
    return String.join(
        " ",
        version.ref(),
        version.kind().toString(),
        version.root().toString(),
        Long.toString(version.totalBytes()),
        version.tags().isEmpty() ? "-" : String.join(",", version.tags()));
  }
}
