package dev.carrack.cli;

import dev.carrack.core.Cid;
import dev.carrack.core.car.BlockWalk;
import dev.carrack.core.car.Car;
import dev.carrack.core.car.CarFile;
import dev.carrack.core.car.CarOptions;
import dev.carrack.core.ipld.Dag;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carrack car filter}: one graph out of a CAR. */
@Command(
    name = "filter",
    description = "Write a CAR of one block of another and all below it, and print its root.")
final class CarFilterCommand implements Runnable {

  private final Cli cli;

  @Parameters(index = "0", paramLabel = "FILE", description = "A CARv1 or CARv2.")
  private Path file = Path.of("");

  @Parameters(index = "1", paramLabel = "CID", description = "The new root.")
  private String root = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Appears whole or not at all, in the place of an older one.")
  private Path output = Path.of("");

  @Option(names = "--v2", description = "Write a CARv2 with an index instead of a CARv1.")
  private boolean v2;

  CarFilterCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Cid cid = Cid.parse(root);
    try (LateProgress progress = cli.progress();
        CarFile source = CarFile.scan(file, progress)) {
      BlockWalk blocks = BlockWalk.dfs(source, cid, Dag.Repeats.SKIP);
      Car.write(output, List.of(cid), blocks, v2 ? CarOptions.v2() : CarOptions.v1(), progress);
    }
    Results results = cli.results();
    results.add("root", cid);
    results.flush();
  }
}
