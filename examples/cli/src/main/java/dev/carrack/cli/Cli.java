package dev.carrack.cli;

import dev.carrack.core.MalformedException;
import dev.carrack.core.unixfs.ByteRange;
import dev.carrack.storage.Artifacts;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that every command takes, and what commands need of the process. Usable for one run,
 * by one thread.
 */
@Command(
    name = "carrack",
    versionProvider = Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    description = "Files, artifacts, functions and proofs as Filecoin and IPFS know them.",
    footer = {
      "",
      "Results go to standard output, messages to standard error.",
      "Exit code: 0 done, 1 failed, 2 wrong usage."
    })
final class Cli {

  static final int FAILED = 1;

  private static final long SILENCE_NANOS = 1_000_000_000L;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The store's directory; default: ${DEFAULT-VALUE}.")
  private Path store = Path.of(".carrack");

  @Option(
      names = "--offline",
      scope = ScopeType.INHERIT,
      description = "Make no network call; CARRACK_OFFLINE=1 does the same.")
  private boolean offline;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print each result as a line of JSON.")
  private boolean json;

  @Option(
      names = "--progress",
      scope = ScopeType.INHERIT,
      description = "Show progress at once, also where nobody seems to watch.")
  private boolean progress;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error; CARRACK_DEBUG=1 does the same.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show how a command is used.")
  private boolean help;

  // Not inherited: cid convert has another --version.
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show which Carrack and which Java this is.")
  private boolean version;

  private final Surroundings process;

  private Cli(Surroundings process) {
    this.process = process;
  }

  /** Runs a command and returns its exit code. */
  static int run(Surroundings process, String... words) {
    String[] args = Commands.normal(words);
    Cli cli = new Cli(process);
    CommandLine line = Commands.line(cli, args);
    Failures failures = new Failures(process, cli::verbose);
    line.setExpandAtFiles(false); // a name may begin with @
    line.registerConverter(Path.class, Cli::path);
    line.registerConverter(ByteRange.class, Cli::range);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(new Stdout(process.out()), false));
    line.setErr(new PrintWriter(process.err(), true));
    line.setParameterExceptionHandler((e, given) -> failures.usage(e));
    line.setExecutionExceptionHandler((e, command, parsed) -> failures.report(e));
    try {
      int code = line.execute(args);
      line.getOut().flush();
      return code;
    } catch (RuntimeException | Error e) { // picocli leaves errors, and what help itself throws
      return failures.report(e);
    }
  }

  Surroundings process() {
    return process;
  }

  /** Where results go; whoever asks for it flushes it. */
  Results results() {
    return new Results(process.out(), json ? Results.Form.JSON : Results.Form.TEXT);
  }

  /** The store, created by the first write. */
  Artifacts open() {
    return Artifacts.open(store);
  }

  /** The store, for commands that make no sense without one. */
  Artifacts openExisting() {
    if (!Files.exists(store.resolve("log")) && !Files.exists(store.resolve("packs"))) {
      throw new CommandFailure(
          "there is no store at " + store + "; add something first, or name another with --store");
    }
    return open();
  }

  /** The store's directory, which need not exist. */
  Path store() {
    return store;
  }

  /** Tells a watching person how far the command is; closed when it ends. */
  LateProgress progress() {
    boolean show = progress || process.interactive();
    return new LateProgress(
        process.err(), System::nanoTime, progress ? 0 : show ? SILENCE_NANOS : Long.MAX_VALUE);
  }

  /** A message for the person, not a result. */
  void say(String message) {
    process.err().println(Results.printable(message));
  }

  /** Throws if nobody may be called. */
  void requireNetwork(String what) {
    if (offline || process.says("CARRACK_OFFLINE")) {
      throw new CommandFailure(
          what + " needs the network; leave out --offline and CARRACK_OFFLINE to allow it");
    }
  }

  /**
   * A path that says something: an empty variable in a script must not mean the directory it is in.
   */
  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("a path is empty");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("not a path: " + e.getMessage());
    }
  }

  private static ByteRange range(String text) {
    try {
      return ByteRange.parse(text);
    } catch (MalformedException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private boolean verbose() {
    return verbose || process.says("CARRACK_DEBUG");
  }
}
