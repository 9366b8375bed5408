package dev.carrack.fvm;

import java.net.URI;

/**
 * Which chain, and where to ask about it. Anything that is built on a network first asks the
 * endpoint for its chain id and refuses another one.
 *
 * @param name for messages and reports
 * @param chainId the EIP-155 chain id, or {@link #ANY_CHAIN} to take whatever the endpoint serves
 * @param rpc the Ethereum JSON-RPC endpoint, {@code http} or {@code https}
 */
public record Network(String name, long chainId, URI rpc) {

  /** The chain id that stands for "whatever the endpoint serves". */
  public static final long ANY_CHAIN = 0;

  /** Filecoin's main network. Its public endpoint is run by a third party and limits rates. */
  public static final Network MAINNET =
      new Network("mainnet", 314, URI.create("https://api.node.glif.io/rpc/v1"));

  /** Filecoin's test network, with free test FIL. The endpoint is run by a third party. */
  public static final Network CALIBRATION =
      new Network(
          "calibration", 314_159, URI.create("https://api.calibration.node.glif.io/rpc/v1"));

  /** A Filecoin node of one's own in development mode, at its usual place on this machine. */
  public static final Network DEVNET =
      new Network("devnet", 31_415_926, URI.create("http://127.0.0.1:1234/rpc/v1"));

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the chain id is negative or the URI is not http(s) with a
   *     host
   */
  public Network {
    if (chainId < 0) {
      throw new IllegalArgumentException("chain id " + chainId + " is negative");
    }
    if (!("http".equalsIgnoreCase(rpc.getScheme()) || "https".equalsIgnoreCase(rpc.getScheme()))
        || rpc.getHost() == null) {
      throw new IllegalArgumentException(
          "RPC endpoint must be http://HOST… or https://HOST…: " + shown(rpc));
    }
  }

  /** The chain behind an endpoint, whichever it is. */
  public static Network of(URI rpc) {
    return new Network("chain", ANY_CHAIN, rpc);
  }

  /** The same chain at another endpoint. */
  public Network at(URI endpoint) {
    return new Network(name, chainId, endpoint);
  }

  /** Without the endpoint's path and user: providers put access tokens there. */
  @Override
  public String toString() {
    return name + (chainId == ANY_CHAIN ? "" : " (chain " + chainId + ")") + " at " + shown(rpc);
  }

  private static String shown(URI rpc) {
    return rpc.getScheme() + "://" + rpc.getHost() + (rpc.getPort() < 0 ? "" : ":" + rpc.getPort());
  }
}
