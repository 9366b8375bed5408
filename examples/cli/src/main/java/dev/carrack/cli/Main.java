package dev.carrack.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the JVM starts: runs one command and ends with its exit code. */
public final class Main {

  private Main() {}

  /**
   * Runs the command that {@code args} spell; exits with 0, with 1 if it failed, 2 on wrong usage.
   */
  public static void main(String[] args) {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    Surroundings process =
        new Surroundings(
            System.in,
            new FileOutputStream(FileDescriptor.out),
            err,
            System.getenv(),
            // The launcher knows; the JDK cannot ask whether standard error is a terminal.
            Boolean.getBoolean("carrack.interactive"));
    System.exit(Cli.run(process, args));
  }
}
