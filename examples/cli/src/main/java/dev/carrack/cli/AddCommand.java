package dev.carrack.cli;

import dev.carrack.core.Cid;
import dev.carrack.core.unixfs.Profile;
import dev.carrack.storage.Artifacts;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carrack add}: a file or directory into the store, without a name. */
@Command(
    name = "add",
    description = "Store a file or directory and print its CID, as every IPFS tool prints it.")
final class AddCommand implements Runnable {

  private final Cli cli;

  @Parameters(
      paramLabel = "PATH",
      description = "The file itself or the directory itself is added.")
  private Path path = Path.of("");

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "What decides the CID: unixfs-v1-2025 or unixfs-v0-2015; default: the first.")
  private String profile = Profile.UNIXFS_V1_2025.toString();

  AddCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Profile chosen = Profile.named(profile);
    Cid root;
    try (Artifacts artifacts = cli.open();
        LateProgress progress = cli.progress()) {
      root = artifacts.add(path, chosen, progress);
    }
    Results results = cli.results();
    results.add("cid", root);
    results.flush();
  }
}
