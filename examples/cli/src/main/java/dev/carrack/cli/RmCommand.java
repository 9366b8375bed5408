package dev.carrack.cli;

import dev.carrack.storage.Artifacts;
import dev.carrack.storage.Ref;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code carrack rm}: forgets a version or a root, so that gc may take its bytes. */
@Command(
    name = "rm",
    description = "Forget a version, or a root that was added; gc then frees what nobody needs.")
final class RmCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "REF", description = "NAME@VERSION, or the CID that add printed.")
  private String text = "";

  RmCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Target target = Target.parse(text);
    try (Artifacts artifacts = cli.openExisting()) {
      if (Ref.parse(target.ref()) instanceof Ref.Content content) {
        artifacts.unpin(content.cid());
      } else {
        artifacts.remove(target.ref());
      }
    }
  }
}
