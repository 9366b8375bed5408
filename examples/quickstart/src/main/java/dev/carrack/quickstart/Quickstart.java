package dev.carrack.quickstart;

import dev.carrack.core.CarrackException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job: the whole loop on this machine, then a stranger's verdict as the last line. */
@Command(
    name = "quickstart",
    sortOptions = false,
    description = {
      "Stores a table on one of two simulated sites, cleans it where it lies, trains a classifier on"
          + " it, stores the model, signs who made what from what, anchors that on a local chain, and"
          + " lets a stranger check it all.",
      "Exits 0 if the stranger verified it, 1 if not, 2 if used wrongly."
    })
final class Quickstart implements Callable<Integer> {

  /** Kept, because the logging system forgets the level of a logger that nobody holds. */
  private static final Logger TRAINING = Logger.getLogger("org.tribuo");

  private final PrintStream out;

  @Option(
      names = "--data",
      paramLabel = "CSV",
      description = "your table: UTF-8, commas, a header; default: the penguins that come with it")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "what to predict, a column of few classes; default: the last, or species")
  private Optional<String> label = Optional.empty();

  @Option(
      names = "--sites",
      paramLabel = "JSON",
      description =
          "where sites are and what they cost, as sdk-compute/docs/offers.md says; default: helsinki"
              + " (FI) and virginia (US)")
  private Optional<Path> sites = Optional.empty();

  @Option(
      names = "--home",
      paramLabel = "CC",
      description = "the country of the site that holds the data; default: FI")
  private String home = "FI";

  @Option(
      names = "--tamper",
      paramLabel = "WHAT",
      description =
          "corrupt data, model, receipt, statement or anchor before the check; CARRACK_TAMPER does"
              + " the same")
  private String tamper = Optional.ofNullable(System.getenv("CARRACK_TAMPER")).orElse("nothing");

  @Option(names = "--no-chain", description = "anchor nowhere, even if anvil can be had")
  private boolean noChain;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "work here and leave everything: stores, log, proof; default: a temporary directory")
  private Optional<Path> keep = Optional.empty();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this")
  private boolean help;

  /** Runs it. */
  public static void main(String[] args) {
    System.exit(execute(System.out, args));
  }

  static int execute(PrintStream out, String... args) {
    TRAINING.setLevel(Level.SEVERE);
    return new CommandLine(new Quickstart(out))
        .setExecutionExceptionHandler((error, command, parsed) -> say(error))
        .setParameterExceptionHandler(
            (error, all) -> {
              System.err.println("quickstart: " + error.getMessage() + "; see --help");
              return 2;
            })
        .execute(args);
  }

  private Quickstart(PrintStream out) {
    this.out = out;
  }

  private static int say(Exception e) {
    boolean known = e instanceof CarrackException || e instanceof IllegalArgumentException;
    boolean disk = e instanceof IOException;
    String message =
        known
            ? "" + e.getMessage()
            : disk ? e + "; check the disk and the paths given" : e.toString();
    // A user's file may have any bytes in its header, and a terminal would obey some of them.
    System.err.println("quickstart: " + message.replaceAll("\\p{Cntrl}", "?"));
    if (!known && !disk) {
      e.printStackTrace(System.err);
    }
    return 1;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings =
        new Settings(
            data,
            label,
            sites,
            home,
            Tamper.parse(tamper.isEmpty() ? "nothing" : tamper),
            !noChain);
    Story story = new Story(out, System::nanoTime);
    try (Workplace place = Workplace.at(keep)) {
      return new Loop(settings, story, place.directory()).run() ? 0 : 1;
    }
  }
}
