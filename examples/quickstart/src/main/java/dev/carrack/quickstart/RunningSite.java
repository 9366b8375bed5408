package dev.carrack.quickstart;

import dev.carrack.compute.Limits;
import dev.carrack.compute.Site;
import dev.carrack.compute.http.NearNode;
import dev.carrack.compute.node.ComputeEndpoint;
import dev.carrack.compute.node.NearData;
import dev.carrack.compute.node.NodeInfo;
import dev.carrack.compute.node.TaskStore;
import dev.carrack.core.provenance.Ed25519Signer;
import dev.carrack.storage.Artifacts;
import dev.carrack.storage.node.EmbeddedNode;
import dev.carrack.storage.node.NodeOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A simulated site: a store, a node in front of it, a key of its own, functions beside the data.
 */
final class RunningSite implements AutoCloseable {

  private final Site facts;
  private final Path directory;
  private final Artifacts artifacts;
  private final ComputeEndpoint compute;
  private final EmbeddedNode node;
  private final NearNode client;

  private RunningSite(Site facts, Path directory) {
    this.facts = facts;
    this.directory = directory;
    this.artifacts = Artifacts.open(lake());
    Ed25519Signer signer = Ed25519Signer.readOrCreate(directory.resolve("key.pem"));
    NearData nearData = NearData.over(TaskStore.of(artifacts), signer);
    this.compute =
        ComputeEndpoint.of(
            nearData, new NodeInfo(facts, List.of(), Limits.defaults(), signer.keyId()));
    this.node =
        EmbeddedNode.start(
            NodeOptions.serving(artifacts.blocks()).withPieces(artifacts.pieces()).with(compute));
    this.client = NearNode.at(node.uri());
  }

  /** Starts a site with these facts and an empty store. */
  static RunningSite start(Site facts, Path directory) throws IOException {
    return new RunningSite(facts, Files.createDirectories(directory));
  }

  String id() {
    return facts.id();
  }

  Site facts() {
    return facts;
  }

  Path lake() {
    return directory.resolve("lake");
  }

  Artifacts artifacts() {
    return artifacts;
  }

  URI uri() {
    return node.uri();
  }

  /** Speaks to the site's node as anybody would. */
  NearNode client() {
    return client;
  }

  /** Bytes that left the site so far. */
  long bytesSent() {
    return node.bytesServed();
  }

  @Override
  public void close() {
    client.close();
    node.close();
    compute.close();
    artifacts.close();
  }
}
