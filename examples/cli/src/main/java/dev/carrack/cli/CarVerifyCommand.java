package dev.carrack.cli;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Multihash;
import dev.carrack.core.car.Car;
import dev.carrack.core.car.CarReader;
import dev.carrack.core.car.CarReport;
import dev.carrack.core.car.Padding;
import dev.carrack.core.ipld.Links;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carrack car verify}: every block of a CAR against its CID, without any store. */
@Command(
    name = "verify",
    description = "Check every block of a CAR against its CID, and print the roots.")
final class CarVerifyCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "FILE", description = "A CARv1 or CARv2.")
  private Path file = Path.of("");

  @Option(
      names = "--padded",
      description = "Allow zeros after the last block, as in a padded Filecoin piece.")
  private boolean padded;

  private final Set<Multihash> present = new HashSet<>();
  private final Set<Cid> wanted = new LinkedHashSet<>();
  private long blocks;

  CarVerifyCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Results results = cli.results();
    Padding padding = padded ? Padding.ZEROS : Padding.REFUSE;
    try (CarReader reader = CarReader.read(file, padding);
        LateProgress progress = cli.progress()) {
      if (reader.version() == 2) {
        index(Car.verify(file, padding, progress));
      }
      wanted.addAll(reader.roots());
      for (Optional<Block> block; (block = reader.next()).isPresent(); ) {
        take(block.get());
        progress.at("verify " + file.getFileName(), reader.position(), file.toFile().length());
      }
      reader.roots().forEach(root -> results.add("root", root));
      results.flush();
    }
    cli.say(blocks + " blocks, all as their CIDs say; " + completeness());
  }

  private void index(CarReport report) {
    report
        .index()
        .ifPresent(
            form ->
                cli.say(
                    "index %s: %d entries, each points to its block; %d blocks are not in it"
                        .formatted(form, report.entries(), report.unindexed())));
  }

  private void take(Block block) {
    blocks++;
    present.add(block.cid().hash());
    wanted.remove(block.cid());
    for (Cid link : Links.of(block)) {
      // Data inside an identity CID is no block: nothing else has to hold it.
      if (link.hash().code() != Multihash.IDENTITY && !present.contains(link.hash())) {
        wanted.add(link);
      }
    }
  }

  private String completeness() {
    wanted.removeIf(cid -> present.contains(cid.hash()));
    return wanted.isEmpty()
        ? "complete: every block that is linked is in it"
        : "incomplete: "
            + wanted.size()
            + " blocks that are linked are not in it, such as "
            + wanted.iterator().next();
  }
}
