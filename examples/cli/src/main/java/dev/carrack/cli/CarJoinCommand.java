package dev.carrack.cli;

import dev.carrack.core.car.Car;
import dev.carrack.core.car.CarOptions;
import dev.carrack.core.car.CarReader;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carrack car join}: several CARs as one. */
@Command(
    name = "join",
    description = "Put the blocks of several CARs into one, each once, and print its roots.")
final class CarJoinCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "CARs, in their order.")
  private List<Path> files = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Appears whole or not at all, in the place of an older one.")
  private Path output = Path.of("");

  @Option(names = "--v2", description = "Write a CARv2 with an index instead of a CARv1.")
  private boolean v2;

  CarJoinCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Results results = cli.results();
    try (LateProgress progress = cli.progress()) {
      Car.join(files, output, v2 ? CarOptions.v2() : CarOptions.v1(), progress);
    }
    try (CarReader joined = CarReader.read(output)) {
      joined.roots().forEach(root -> results.add("root", root));
    }
    results.flush();
  }
}
