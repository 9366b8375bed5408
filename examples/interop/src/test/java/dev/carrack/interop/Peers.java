package dev.carrack.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The pinned peers, installed by {@code setup.sh} on first use in a run. */
final class Peers {
  private Peers() {}

  private static final class Npm {
    static final Path PEERS = Path.of(setUp("npm"));
  }

  private static final class Go {
    static final Path COMMANDS = Path.of(setUp("go"));
  }

  /** An npm package, by the name of its script in {@code peers}. */
  static Peer node(String script) {
    return new Peer(script, List.of("node", Npm.PEERS.resolve(script + ".mjs").toString()));
  }

  /** The library go-car. */
  static Peer goCar() {
    return new Peer("go-car", List.of(Go.COMMANDS.resolve("gocar").toString()));
  }

  /** Kubo's command. */
  static Path ipfs() {
    return Go.COMMANDS.resolve("ipfs");
  }

  private static String setUp(String client) {
    try {
      Process setup =
          new ProcessBuilder("./setup.sh", client)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String out = new String(setup.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (setup.waitFor() != 0) {
        throw new AssertionError("setup.sh failed; its last line above says what is missing");
      }
      return out.strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run setup.sh; the tests need bash", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted during the set-up", e);
    }
  }
}
