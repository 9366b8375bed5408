package dev.carrack.cli;

import dev.carrack.core.CarrackException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.ipld.PbNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code carrack dag convert}: one value from a file or standard input to standard output. */
@Command(
    name = "convert",
    description = "Read a value in one codec, write it to standard output in another.")
final class DagConvertCommand implements Runnable {

  private static final int MAX_BYTES = 32 << 20;
  private static final Map<String, Function<byte[], Node>> DECODERS =
      Map.of(
          "dag-cbor", DagCbor::decode,
          "dag-json", DagJson::decode,
          "dag-pb", bytes -> DagPb.decode(bytes).toNode(),
          "cbor", DagCbor::decodeLenient,
          "json", DagJson::decodeLenient);
  private static final Map<String, Function<Node, byte[]>> ENCODERS =
      Map.of(
          "dag-cbor", DagCbor::encode,
          "dag-json", DagJson::encode,
          "dag-pb", node -> DagPb.encode(PbNode.from(node)));

  private final Cli cli;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--from",
      paramLabel = "CODEC",
      required = true,
      description =
          "dag-cbor, dag-json or dag-pb, of which only the strict form is read; cbor or json, laxly.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "CODEC",
      required = true,
      description = "dag-cbor, dag-json or dag-pb.")
  private String to = "";

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "What to read; default: standard input.")
  private @Nullable Path file;

  DagConvertCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Function<byte[], Node> decoder = named("--from", from, DECODERS);
    Function<Node, byte[]> encoder = named("--to", to, ENCODERS);
    byte[] out = convert(decoder.andThen(encoder));
    Results results = cli.results();
    results.raw(out, out.length);
    results.flush();
  }

  private <T> T named(String option, String codec, Map<String, T> known) {
    T found = known.get(codec);
    if (found == null) {
      throw new ParameterException(
          spec.commandLine(),
          option
              + " '"
              + codec
              + "' is unknown; use one of "
              + String.join(", ", new TreeSet<>(known.keySet())));
    }
    return found;
  }

  private byte[] convert(Function<byte[], byte[]> conversion) {
    byte[] in = input();
    try {
      return conversion.apply(in);
    } catch (CarrackException e) {
      throw new CommandFailure(name() + ": " + e.getMessage(), e);
    }
  }

  private String name() {
    return file == null ? "standard input" : file.toString();
  }

  private byte[] input() {
    try (InputStream in = file == null ? cli.process().in() : Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new CommandFailure(
            name() + " is longer than " + MAX_BYTES + " bytes; a block never is");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new CommandFailure("there is no file " + file + "; check the path", e);
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + name() + ": " + e.getMessage() + "; try again", e);
    }
  }
}
