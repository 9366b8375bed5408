package dev.carrack.cli;

import dev.carrack.core.unixfs.Preserve;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What {@code --preserve mode,mtime} names. */
final class PreserveOption {

  private PreserveOption() {}

  static Set<Preserve> facts(List<String> names) {
    Set<Preserve> facts = EnumSet.noneOf(Preserve.class);
    for (String name : names) {
      facts.add(
          switch (name) {
            case "mode" -> Preserve.MODE;
            case "mtime" -> Preserve.MTIME;
            default ->
                throw new CommandFailure(
                    "--preserve knows no '" + name + "'; give mode, mtime or mode,mtime");
          });
    }
    return facts;
  }
}
