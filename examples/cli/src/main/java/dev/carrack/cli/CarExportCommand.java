package dev.carrack.cli;

import dev.carrack.core.Cid;
import dev.carrack.core.car.BlockWalk;
import dev.carrack.core.car.Car;
import dev.carrack.core.unixfs.ByteRange;
import dev.carrack.core.unixfs.Selection;
import dev.carrack.core.unixfs.Selection.Scope;
import dev.carrack.storage.Artifacts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carrack car export}: a root and all below it as one CAR. */
@Command(
    name = "export",
    description = "Write a root and all below it as a CAR, and print the root.")
final class CarExportCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "REF", description = "CID[/PATH] or NAME[@VERSION][/PATH].")
  private String text = "";

  @Mixin private CarOutput output = new CarOutput();

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "block, entity or all of what stands at the path, after the blocks on the way to it;"
              + " default: all, without the way.")
  private @Nullable Scope scope;

  @Option(
      names = "--bytes",
      paramLabel = "FROM:TO",
      description = "Only the blocks that hold these bytes of a file; as entity-bytes of gateways.")
  private @Nullable ByteRange bytes;

  CarExportCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Cid root;
    try (Artifacts artifacts = cli.openExisting();
        LateProgress progress = cli.progress()) {
      Selection selection = selection(Target.parse(text), artifacts);
      root = selection.root();
      BlockWalk blocks = selection.in(artifacts.blocks())::forEach;
      Car.write(output.path(), List.of(root), blocks, output.options(), progress);
    }
    Results results = cli.results();
    results.add("root", root);
    results.flush();
  }

  private Selection selection(Target target, Artifacts artifacts) {
    if (scope == null && bytes == null) {
      return Selection.of(target.resolve(artifacts));
    }
    Selection whole = Selection.of(target.root(artifacts)).withPath(target.path());
    Selection scoped = scope == null ? whole : whole.withScope(scope);
    return bytes == null ? scoped : scoped.withBytes(bytes);
  }
}
