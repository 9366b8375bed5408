package dev.carrack.storage.node;

import java.io.IOException;

/** Answers the requests of one kind. */
@FunctionalInterface
interface Endpoint {

  /** Answers the exchange and says so, or leaves it alone. */
  boolean handle(Exchange exchange) throws IOException;
}
