package dev.carrack.cli;

import dev.carrack.core.Cid;
import dev.carrack.core.unixfs.Preserve;
import dev.carrack.core.unixfs.Profile;
import dev.carrack.storage.Artifacts;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private LayoutOptions layout = new LayoutOptions();

  AddCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Profile chosen = layout.profile();
    Set<Preserve> preserved = layout.preserved();
    Cid root;
    try (Artifacts artifacts = cli.open();
        LateProgress progress = cli.progress()) {
      root = artifacts.add(path, chosen, preserved, progress, cli::say);
    }
    Results results = cli.results();
    results.add("cid", root);
    results.flush();
  }
}
