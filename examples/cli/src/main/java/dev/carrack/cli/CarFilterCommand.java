package dev.carrack.cli;

import dev.carrack.core.Cid;
import dev.carrack.core.car.BlockWalk;
import dev.carrack.core.car.Car;
import dev.carrack.core.car.CarFile;
import dev.carrack.core.ipld.Dag;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private CarOutput output = new CarOutput();

  CarFilterCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Cid cid = Cid.parse(root);
    try (LateProgress progress = cli.progress();
        CarFile source = CarFile.scan(file, progress)) {
      BlockWalk blocks = BlockWalk.dfs(source, cid, Dag.Repeats.SKIP);
      Car.write(output.path(), List.of(cid), blocks, output.options(), progress);
    }
    Results results = cli.results();
    results.add("root", cid);
    results.flush();
  }
}
