package dev.carrack.cli;

import dev.carrack.core.car.Car;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carrack car split}: a large CAR as several small ones. */
@Command(
    name = "split",
    description = "Cut a CAR into CARv1 files of limited size, and print their names.")
final class CarSplitCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "FILE", description = "A CARv1 or CARv2.")
  private Path file = Path.of("");

  @Option(
      names = "--limit",
      paramLabel = "BYTES",
      required = true,
      description = "The most bytes of a part, its header included.")
  private long limit;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PREFIX",
      required = true,
      description = "The parts are PREFIX-0.car, PREFIX-1.car and so on.")
  private Path prefix = Path.of("");

  CarSplitCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Results results = cli.results();
    try (LateProgress progress = cli.progress()) {
      Car.split(file, limit, part -> Path.of(prefix + "-" + part + ".car"), progress)
          .forEach(part -> results.add("part", part));
    }
    results.flush();
  }
}
