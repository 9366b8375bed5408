package dev.carrack.fvm.dev;

import dev.carrack.core.CarrackException;

/** Fetches what {@link DevChain} needs, so that it can start later without a network. */
public final class Prefetch {

  private Prefetch() {}

  /**
   * Installs the tools where npm is on the PATH; says in one line what it did where that is news.
   * Never fails: a build without npm or network is a good build, only without a local chain.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    NpmTools tools = NpmTools.here();
    if (tools.npm().isEmpty()) {
      System.out.println(
          "carrack: no npm on the PATH, so no local chain: chain steps will be left out");
      return;
    }
    try {
      tools.anvil();
    } catch (CarrackException e) {
      System.out.println("carrack: " + e.getMessage());
    }
  }
}
