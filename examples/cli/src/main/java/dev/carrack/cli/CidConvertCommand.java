package dev.carrack.cli;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Multibase;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code carrack cid convert}: another version or base of the same CID. */
@Command(name = "convert", description = "Write a CID in another version or base.")
final class CidConvertCommand implements Runnable {

  private final Cli cli;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "CID")
  private String text = "";

  @Option(names = "--version", paramLabel = "0|1", description = "The version; default: as it is.")
  private @Nullable Integer version;

  @Option(
      names = "--base",
      paramLabel = "BASE",
      description = "A multibase name such as base32 or base58btc; default: the version's own.")
  private String base = "";

  CidConvertCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Cid cid = Cid.parse(text);
    if (version != null) {
      cid = convert(cid, version);
    }
    Results results = cli.results();
    results.add("cid", base.isEmpty() ? cid.toString() : cid.toString(base()));
    results.flush();
  }

  private Multibase base() {
    try {
      return Multibase.named(base);
    } catch (MalformedException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Cid convert(Cid cid, int wanted) {
    return switch (wanted) {
      case 0 -> cid.toV0();
      case 1 -> cid.toV1();
      default ->
          throw new ParameterException(
              spec.commandLine(), "--version " + wanted + " is none: a CID has version 0 or 1");
    };
  }
}
