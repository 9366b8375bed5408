package dev.carrack.cli;

import dev.carrack.core.Cid;
import dev.carrack.core.car.Car;
import dev.carrack.storage.Artifacts;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carrack car export}: a root and all below it as one CAR. */
@Command(
    name = "export",
    description = "Write a root and all below it as a CARv1, and print the root.")
final class CarExportCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "REF", description = "CID[/PATH] or NAME[@VERSION][/PATH].")
  private String text = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Appears whole or not at all, in the place of an older one.")
  private Path output = Path.of("");

  CarExportCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Cid root;
    try (Artifacts artifacts = cli.openExisting();
        LateProgress progress = cli.progress()) {
      root = Target.parse(text).resolve(artifacts);
      WholeFile.write(output, out -> Car.export(artifacts.blocks(), root, out, progress));
    }
    Results results = cli.results();
    results.add("root", root);
    results.flush();
  }
}
