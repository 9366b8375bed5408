package dev.carrack.cli;

import dev.carrack.core.car.Car;
import dev.carrack.core.car.CarReader;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code carrack car join}: several CARs as one. */
@Command(
    name = "join",
    description = "Put the blocks of several CARs into one, each once, and print its roots.")
final class CarJoinCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "CARs, in their order.")
  private List<Path> files = List.of();

  @Mixin private CarOutput output = new CarOutput();

  CarJoinCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Results results = cli.results();
    try (LateProgress progress = cli.progress()) {
      Car.join(files, output.path(), output.options(), progress);
    }
    try (CarReader joined = CarReader.read(output.path())) {
      joined.roots().forEach(root -> results.add("root", root));
    }
    results.flush();
  }
}
