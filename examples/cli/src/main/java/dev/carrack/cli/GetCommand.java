package dev.carrack.cli;

import dev.carrack.core.unixfs.Preserve;
import dev.carrack.storage.Artifacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carrack get}: a file or tree onto the disk, whole or not at all. */
@Command(
    name = "get",
    description = "Write a file or directory to the disk, whole or not at all; prints nothing.")
final class GetCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "REF", description = "CID[/PATH] or NAME[@VERSION][/PATH].")
  private String text = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      description = "Where to; into it if it is a directory. Default: the current directory.")
  private Path output = Path.of(".");

  @Option(
      names = "--preserve",
      paramLabel = "FACT",
      split = ",",
      description = "Restore mode, mtime or both where add or put kept them.")
  private List<String> preserve = List.of();

  GetCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Target target = Target.parse(text);
    Set<Preserve> facts = PreserveOption.facts(preserve);
    try (Artifacts artifacts = cli.openExisting();
        LateProgress progress = cli.progress()) {
      if (target.name().isEmpty()) {
        artifacts.export(target.ref(), output, facts, progress);
      } else {
        Path to = Files.isDirectory(output) ? output.resolve(target.name()) : output;
        artifacts.export(target.resolve(artifacts).toString(), to, facts, progress);
      }
    }
  }
}
