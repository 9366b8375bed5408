package dev.carrack.cli;

import dev.carrack.storage.Artifacts;
import java.io.IOException;
import java.io.InputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code carrack cat}: the bytes of a file, each verified before it is printed. */
@Command(name = "cat", description = "Print the bytes of a file, or a range of them.")
final class CatCommand implements Runnable {

  private static final int BUFFER = 256 << 10;

  private final Cli cli;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "REF", description = "CID[/PATH] or NAME[@VERSION][/PATH].")
  private String text = "";

  @Option(names = "--offset", paramLabel = "N", description = "First byte to print; default: 0.")
  private long offset;

  @Option(names = "--length", paramLabel = "N", description = "Bytes to print; default: the rest.")
  private long length = Long.MAX_VALUE;

  CatCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    if (offset < 0 || length < 0) {
      throw new ParameterException(
          spec.commandLine(), "--offset and --length count bytes from 0, not negative ones");
    }
    Target target = Target.parse(text);
    Results results = cli.results();
    try (Artifacts artifacts = cli.openExisting();
        InputStream in = artifacts.read(target.ref(), target.path(), offset, length)) {
      byte[] buffer = new byte[BUFFER];
      for (int n; (n = in.read(buffer)) >= 0; ) {
        results.raw(buffer, n);
      }
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + target + ": " + e.getMessage() + "; verify it", e);
    } finally {
      results.flush();
    }
  }
}
