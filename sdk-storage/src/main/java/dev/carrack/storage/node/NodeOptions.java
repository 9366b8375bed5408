package dev.carrack.storage.node;

import dev.carrack.core.BlockSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node serves and where. Immutable; begin with {@link #serving} and vary with the {@code
 * with…} methods. By default it listens on loopback, on a free port.
 */
public final class NodeOptions {

  private final BlockSource blocks;
  private final PieceSource pieces;
  private final List<Extension> extensions;
  private final String host;
  private final int port;
  private final int threads;
  private final Duration idle;

  private NodeOptions(
      BlockSource blocks,
      PieceSource pieces,
      List<Extension> extensions,
      String host,
      int port,
      int threads,
      Duration idle) {
    this.blocks = blocks;
    this.pieces = pieces;
    this.extensions = List.copyOf(extensions);
    this.host = host;
    this.port = port;
    this.threads = threads;
    this.idle = idle;
  }

  /** Serves these blocks on 127.0.0.1, a free port, with 32 threads and 30 s idle timeout. */
  public static NodeOptions serving(BlockSource blocks) {
    return new NodeOptions(
        blocks, PieceSource.NONE, List.of(), "127.0.0.1", 0, 32, Duration.ofSeconds(30));
  }

  /** Serves these pieces too. */
  public NodeOptions withPieces(PieceSource source) {
    return new NodeOptions(blocks, source, extensions, host, port, threads, idle);
  }

  /** Adds endpoints; they are asked in the order added, after the node's own. */
  public NodeOptions with(Extension extension) {
    List<Extension> more = new ArrayList<>(extensions);
    more.add(extension);
    return new NodeOptions(blocks, pieces, more, host, port, threads, idle);
  }

  /**
   * Listens elsewhere than on loopback: everyone who can reach the address can read everything the
   * node serves.
   */
  public NodeOptions listeningOn(String address) {
    return new NodeOptions(blocks, pieces, extensions, address, port, threads, idle);
  }

  /** Listens on this port; 0 picks a free one. */
  public NodeOptions onPort(int number) {
    if (number < 0 || number > 65_535) {
      throw new IllegalArgumentException("port " + number + " is not between 0 and 65535");
    }
    return new NodeOptions(blocks, pieces, extensions, host, number, threads, idle);
  }

  /** At most this many requests at once; more wait. At least 4. */
  public NodeOptions withThreads(int count) {
    if (count < 4) {
      throw new IllegalArgumentException("a node needs at least 4 threads, not " + count);
    }
    return new NodeOptions(blocks, pieces, extensions, host, port, count, idle);
  }

  /** Connections on which nothing moves for so long are closed. */
  public NodeOptions withIdleTimeout(Duration timeout) {
    return new NodeOptions(blocks, pieces, extensions, host, port, threads, timeout);
  }

  BlockSource blocks() {
    return blocks;
  }

  PieceSource pieces() {
    return pieces;
  }

  List<Extension> extensions() {
    return extensions;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  int threads() {
    return threads;
  }

  Duration idle() {
    return idle;
  }
}
