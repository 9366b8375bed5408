package dev.carrack.cli;

import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code carrack dag convert}: one value from standard input to standard output. */
@Command(
    name = "convert",
    description = "Read a value from standard input in one codec, write it in another.")
final class DagConvertCommand implements Runnable {

  private static final int MAX_BYTES = 32 << 20;
  private static final Map<String, Function<byte[], Node>> DECODERS =
      Map.of(
          "dag-cbor", DagCbor::decode, "dag-json", DagJson::decode, "json", DagJson::decodeLenient);
  private static final Map<String, Function<Node, byte[]>> ENCODERS =
      Map.of("dag-cbor", DagCbor::encode, "dag-json", DagJson::encode, "json", DagJson::encode);

  private final Cli cli;

  @Option(
      names = "--from",
      paramLabel = "CODEC",
      required = true,
      description = "dag-cbor or dag-json, of which only the canonical form is read; json, laxly.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "CODEC",
      required = true,
      description = "dag-cbor or dag-json.")
  private String to = "";

  DagConvertCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Function<byte[], Node> decoder = named("--from", from, DECODERS);
    Function<Node, byte[]> encoder = named("--to", to, ENCODERS);
    byte[] out = encoder.apply(decoder.apply(input()));
    Results results = cli.results();
    results.raw(out, out.length);
    results.flush();
  }

  private static <T> T named(String option, String codec, Map<String, T> known) {
    T found = known.get(codec);
    if (found == null) {
      throw new CommandFailure(option + " '" + codec + "' is unknown; use dag-cbor or dag-json");
    }
    return found;
  }

  private byte[] input() {
    try {
      byte[] in = cli.process().in().readNBytes(MAX_BYTES + 1);
      if (in.length > MAX_BYTES) {
        throw new CommandFailure(
            "standard input is longer than " + MAX_BYTES + " bytes; a block never is");
      }
      return in;
    } catch (IOException e) {
      throw new CommandFailure("cannot read standard input: " + e.getMessage() + "; try again", e);
    }
  }
}
