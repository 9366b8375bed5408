package dev.carrack.interop;

import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.unixfs.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Kubo's command over a repository of its own that knows no other node. */
final class Kubo {
  private final Path repository;

  /** A new repository below {@code folder}, which imports under {@code profile}. */
  Kubo(Path folder, Profile profile) {
    repository = folder.resolve("kubo-" + profile);
    run("init", "--empty-repo", "--profile=" + profile);
    run("config", "--json", "Bootstrap", "[]");
  }

  String version() {
    return "Kubo " + text("version", "--number");
  }

  String text(String... args) {
    return new String(run(args), StandardCharsets.UTF_8).strip();
  }

  /** The documents a command prints under {@code --enc=json}, one a line. */
  Stream<Node> json(String... args) {
    return text(args)
        .lines()
        .map(line -> DagJson.decodeLenient(line.getBytes(StandardCharsets.UTF_8)));
  }

  /** The standard output of a command that must succeed. */
  byte[] run(String... args) {
    return run(null, args);
  }

  /** As {@link #run(String...)}, with a file as standard input. */
  byte[] run(Path input, String... args) {
    List<String> command = new ArrayList<>(List.of(Peers.ipfs().toString(), "--offline"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("IPFS_PATH", repository.toString());
    builder.environment().put("IPFS_TELEMETRY", "off");
    try {
      Path err = Files.createTempFile(repository.getParent(), "kubo", ".err");
      builder.redirectError(err.toFile());
      if (input != null) {
        builder.redirectInput(input.toFile());
      }
      Process process = builder.start();
      byte[] out = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw new AssertionError("ipfs " + String.join(" ", args) + ": " + Files.readString(err));
      }
      Files.delete(err);
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run Kubo", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
