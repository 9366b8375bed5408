package dev.carrack.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code carrack fn builtin}: a function that comes with Carrack. */
@Command(
    name = "builtin",
    description = "Store a function that comes with Carrack, and print its CID: clean-csv.")
final class FnBuiltinCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "NAME", description = "clean-csv.")
  private String name = "";

  FnBuiltinCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Functions.store(
        cli,
        Functions.builtin(name)
            .orElseThrow(
                () -> new CommandFailure("no function '" + name + "' comes along; try clean-csv")));
  }
}
