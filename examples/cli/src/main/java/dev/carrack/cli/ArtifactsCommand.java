package dev.carrack.cli;

import dev.carrack.storage.Artifacts;
import dev.carrack.storage.UnreadableVersion;
import dev.carrack.storage.Version;
import java.util.ArrayList;
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
    List<UnreadableVersion> unreadable = new ArrayList<>();
    try (Artifacts artifacts = cli.openExisting()) {
      List<Version> versions =
          name.isEmpty()
              ? artifacts.list(unreadable::add)
              : artifacts.versions(name, unreadable::add);
      if (versions.isEmpty() && unreadable.isEmpty() && !name.isEmpty()) {
        throw new CommandFailure(
            "no artifact is called '" + name + "'; leave the name out to see what is there");
      }
      versions.forEach(version -> results.add(text(version), PutCommand.json(version)));
    }
    results.flush();
    if (!unreadable.isEmpty()) {
      int more = unreadable.size() - 1;
      throw new CommandFailure(
          unreadable.get(0) + (more == 0 ? "" : "; " + more + " more cannot be read, see verify"));
    }
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
