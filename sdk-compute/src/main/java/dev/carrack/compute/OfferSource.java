package dev.carrack.compute;

/**
 * Somewhere to learn what can be hired: a file, nodes, a market. Implementations are thread-safe;
 * calls that use the network have a deadline.
 */
@FunctionalInterface
public interface OfferSource {

  /**
   * What is on offer now.
   *
   * @throws dev.carrack.core.MalformedException if the source says something that cannot be read
   * @throws dev.carrack.core.RemoteException if it cannot be asked
   */
  Offers list();
}
