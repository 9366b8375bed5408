package dev.carrack.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What the process gives a command.
 *
 * @param in standard input
 * @param out standard output, not buffered
 * @param err standard error
 * @param environment the environment's variables
 * @param interactive whether a person watches, so that progress is of use
 */
record Surroundings(
    InputStream in,
    OutputStream out,
    PrintStream err,
    Map<String, String> environment,
    boolean interactive) {

  /** Whether a variable is set to something that means yes. */
  boolean says(String variable) {
    String value = environment.getOrDefault(variable, "");
    return !value.isEmpty() && !value.equals("0") && !value.equals("false");
  }
}
