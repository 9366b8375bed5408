package dev.carrack.cli;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.Cid;
import dev.carrack.core.car.CarReader;
import dev.carrack.storage.Artifacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code carrack car import}: the blocks of a CAR into the store. */
@Command(
    name = "import",
    description = "Store the blocks of a CAR, keep its roots from gc, and print them.")
final class CarImportCommand implements Runnable {

  private final Cli cli;
  private final List<Cid> roots = new ArrayList<>();

  @Parameters(paramLabel = "FILE", description = "A CARv1 or CARv2.")
  private Path file = Path.of("");

  CarImportCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    try (Artifacts artifacts = cli.open();
        LateProgress progress = cli.progress()) {
      artifacts.add(this::blocks, progress);
      roots.subList(1, roots.size()).forEach(artifacts::pin);
    }
    Results results = cli.results();
    roots.forEach(root -> results.add("root", root));
    results.flush();
  }

  /** Streams the blocks; what was put before an error is not kept. */
  private Cid blocks(BlockSink sink) {
    try (CarReader reader = CarReader.read(file)) {
      if (reader.roots().isEmpty()) {
        throw new CommandFailure(file + " names no root; nothing would keep its blocks from gc");
      }
      roots.addAll(reader.roots());
      for (Optional<Block> block; (block = reader.next()).isPresent(); ) {
        sink.put(block.get());
      }
      return roots.get(0);
    }
  }
}
