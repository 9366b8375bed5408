package dev.carrack.cli;

import dev.carrack.storage.Artifacts;
import dev.carrack.storage.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code carrack tag}: a movable name for a version. */
@Command(
    name = "tag",
    description = "Put a tag on a version, wherever it stood, and print reference and root.")
final class TagCommand implements Runnable {

  private final Cli cli;

  @Parameters(index = "0", paramLabel = "REF", description = "NAME[@VERSION].")
  private String ref = "";

  @Parameters(index = "1", paramLabel = "TAG", description = "Any word but latest or a number.")
  private String tag = "";

  TagCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Version version;
    try (Artifacts artifacts = cli.openExisting()) {
      version = artifacts.tag(ref, tag);
    }
    Results results = cli.results();
    results.add(version.ref() + " " + version.root(), PutCommand.json(version));
    results.flush();
  }
}
