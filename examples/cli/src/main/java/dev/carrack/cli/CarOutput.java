package dev.carrack.cli;

import dev.carrack.core.car.CarOptions;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command writes its CAR, and in which version. */
final class CarOutput {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Appears whole or not at all, in the place of an older one.")
  private Path output = Path.of("");

  @Option(names = "--v2", description = "Write a CARv2 with an index instead of a CARv1.")
  private boolean v2;

  Path path() {
    return output;
  }

  CarOptions options() {
    return v2 ? CarOptions.v2() : CarOptions.v1();
  }
}
