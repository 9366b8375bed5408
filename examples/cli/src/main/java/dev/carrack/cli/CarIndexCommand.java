package dev.carrack.cli;

import dev.carrack.core.car.Car;
import dev.carrack.core.car.CarIndex;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carrack car index}: where each block of a CAR lies, as a file of its own. */
@Command(
    name = "index",
    description = "Write the index of a CAR to a file, and print the number of its entries.")
final class CarIndexCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "FILE", description = "A CARv1 or CARv2.")
  private Path file = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Appears whole or not at all, in the place of an older one.")
  private Path output = Path.of("");

  @Option(
      names = "--sorted",
      description = "By digest alone (0x0400); default: by hash function and digest (0x0401).")
  private boolean sorted;

  CarIndexCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    CarIndex.Form form = sorted ? CarIndex.Form.SORTED : CarIndex.Form.MULTIHASH_SORTED;
    Results results = cli.results();
    try (LateProgress progress = cli.progress()) {
      CarIndex index = Car.index(file, form, progress);
      WholeFile.write(output, index::writeTo);
      results.add("entries", index.count());
    }
    results.flush();
  }
}
