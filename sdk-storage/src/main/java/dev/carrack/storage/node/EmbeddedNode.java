package dev.carrack.storage.node;

import dev.carrack.core.StorageException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An HTTP server inside this JVM that serves a store's blocks and pieces. Thread-safe. Its threads
 * live from {@link #start} to {@link #close()}, which lets running requests finish for two seconds.
 *
 * <p>Readers are expected to verify what they get (trustless gateway specification); blocks are
 * verified here too before they are sent.
 */
public final class EmbeddedNode implements AutoCloseable {

  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final long DRAIN_MILLIS = 2_000;

  private final Server server;
  private final URI uri;
  private final AtomicLong served;

  private EmbeddedNode(Server server, URI uri, AtomicLong served) {
    this.server = server;
    this.uri = uri;
    this.served = served;
  }

  /**
   * Starts serving.
   *
   * @throws StorageException if the address or port cannot be listened on
   */
  public static EmbeddedNode start(NodeOptions options) {
    QueuedThreadPool threads = new QueuedThreadPool(options.threads(), 4);
    threads.setName("carrack-node");
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    http.setUriCompliance(UriCompliance.DEFAULT);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(options.idle().toMillis());
    server.addConnector(connector);

    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(new IpfsEndpoint(options.blocks()));
    endpoints.add(new PieceEndpoint(options.pieces()));
    options.extensions().forEach(extension -> endpoints.add(new ExtensionEndpoint(extension)));
    AtomicLong served = new AtomicLong();
    server.setHandler(new GracefulHandler(new Router(endpoints, served)));
    server.setStopTimeout(DRAIN_MILLIS);
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      throw new StorageException(
          "cannot listen on " + options.host() + ":" + options.port() + ": " + e.getMessage(),
          "choose another port, or 0 for a free one",
          e);
    }
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return new EmbeddedNode(
        server, URI.create("http://" + host + ":" + connector.getLocalPort()), served);
  }

  /** Where it listens, without a trailing slash. */
  public URI uri() {
    return uri;
  }

  /** Body bytes sent since the start, over all requests. */
  public long bytesServed() {
    return served.get();
  }

  /** Stops listening, waits up to two seconds for running requests, ends all threads. */
  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("the node did not stop cleanly", e);
    }
    server.destroy();
  }
}
