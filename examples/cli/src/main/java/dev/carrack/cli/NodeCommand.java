package dev.carrack.cli;

import dev.carrack.compute.Limits;
import dev.carrack.compute.Location;
import dev.carrack.compute.Site;
import dev.carrack.compute.node.ComputeEndpoint;
import dev.carrack.compute.node.NearData;
import dev.carrack.compute.node.NodeInfo;
import dev.carrack.core.ipld.Node;
import dev.carrack.storage.Artifacts;
import dev.carrack.storage.node.EmbeddedNode;
import dev.carrack.storage.node.NodeOptions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code carrack node}: serves the store until the process is told to stop. */
@Command(
    name = "node",
    description =
        "Serve the store over HTTP: a trustless gateway, pieces, and functions run beside the data.")
final class NodeCommand implements Runnable {

  private static final long STOP_SECONDS = 30;

  private final Cli cli;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "P",
      required = true,
      description = "0 picks a free one; the line printed names it.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Whoever reaches it can read the store and run functions; default: 127.0.0.1.")
  private String host = "127.0.0.1";

  @Option(
      names = "--location",
      paramLabel = "PLACE",
      description = "Where the node says it is, such as 'Sweden, SE'.")
  private String location = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What it calls itself; default: node.")
  private String name = "node";

  @Mixin private KeyOptions keys = new KeyOptions();

  NodeCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port is 0 to 65535, not " + port);
    }
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook = new Thread(() -> stopAndWait(stop, stopped), "carrack-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      serve(stop);
    } finally {
      stopped.countDown();
      forget(hook);
    }
  }

  private void serve(CountDownLatch stop) {
    try (Artifacts artifacts = cli.open()) {
      NearData near = NearData.over(new BriefTaskStore(cli.store(), artifacts), keys.signer(cli));
      Site site = Site.of(name).withLocation(Location.parse(location)).withEngines(Site.WASM);
      NodeInfo info = new NodeInfo(site, List.of(), Limits.defaults(), near.executor());
      try (ComputeEndpoint compute = ComputeEndpoint.of(near, info);
          EmbeddedNode node = EmbeddedNode.start(options(artifacts, compute))) {
        Results results = cli.results();
        results.add(
            "listening " + node.uri(), Node.map().put("listening", node.uri().toString()).build());
        results.flush();
        stop.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // told to stop, as by a signal
    }
  }

  private NodeOptions options(Artifacts artifacts, ComputeEndpoint compute) {
    return NodeOptions.serving(artifacts.blocks())
        .withPieces(artifacts.pieces())
        .with(compute)
        .listeningOn(host)
        .onPort(port);
  }

  /** The JVM ends when its hooks have, so this one lasts until the store is closed. */
  private static void stopAndWait(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down: the hook runs, and has what it waits for.
    }
  }
}
