package dev.carrack.cli;

import dev.carrack.core.CarrackException;
import java.io.PrintStream;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on standard error and an exit code. */
final class Failures {

  private final Surroundings process;
  private final BooleanSupplier verbose;

  Failures(Surroundings process, BooleanSupplier verbose) {
    this.process = process;
    this.verbose = verbose;
  }

  /** Exit code 2, with where to read on. */
  int usage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    say(message(e));
    process.err().println("see: " + line.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static String message(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(e.getMessage());
    }
    String first = unmatched.getUnmatched().get(0);
    String what = unmatched.isUnknownOption() ? "there is no option " : "one argument too many: ";
    if (!unmatched.isUnknownOption() && !e.getCommandLine().getSubcommands().isEmpty()) {
      what = "there is no command ";
    }
    List<String> similar = unmatched.getSuggestions();
    String hint = similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
    return what + "'" + first + "'" + hint;
  }

  /** Exit code 1; silence where the reader of our output has gone. */
  int report(Throwable e) {
    if (e instanceof Stdout.ReaderGone) {
      return Cli.FAILED;
    }
    say(message(e));
    if (verbose.getAsBoolean()) {
      e.printStackTrace(process.err());
    }
    return Cli.FAILED;
  }

  private static String message(Throwable e) {
    if (e instanceof CarrackException || e instanceof CommandFailure) {
      return String.valueOf(e.getMessage());
    } else if (e instanceof OutOfMemoryError) {
      return "out of memory; give it more, such as JAVA_OPTS=-Xmx512m";
    } else if (e instanceof java.io.IOException || e instanceof java.io.UncheckedIOException) {
      return "input or output failed: " + e + "; check the disk and the paths given";
    }
    return "unexpected " + e + "; this is a bug: run again with --verbose and report what it says";
  }

  private void say(String message) {
    PrintStream err = process.err();
    // Messages may quote file names and peers: one line, and nothing that steers a terminal.
    err.println("carrack: " + Results.printable(message.strip().replaceAll("\\R\\s*", " ")));
  }
}
