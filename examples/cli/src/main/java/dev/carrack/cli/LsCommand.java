package dev.carrack.cli;

import dev.carrack.core.ipld.Node;
import dev.carrack.storage.Artifacts;
import dev.carrack.storage.Item;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code carrack ls}: what is in a directory. */
@Command(name = "ls", description = "Print CID SIZE NAME of each entry of a directory.")
final class LsCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "REF", description = "CID[/PATH] or NAME[@VERSION][/PATH].")
  private String text = "";

  LsCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Target target = Target.parse(text);
    Results results = cli.results();
    try (Artifacts artifacts = cli.openExisting()) {
      for (Item item : artifacts.ls(target.ref(), target.path())) {
        results.add(item.cid() + " " + item.bytes() + " " + item.name(), json(item));
      }
    }
    results.flush();
  }

  private static Node json(Item item) {
    return Node.map()
        .put("cid", item.cid().toString())
        .put("size", item.bytes())
        .put("name", item.name())
        .put("kind", item.kind().name().toLowerCase(Locale.ROOT))
        .build();
  }
}
