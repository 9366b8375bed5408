package dev.carrack.storage.node;

import java.io.IOException;
import java.util.Optional;

/** Hands a request to an {@link Extension}. */
final class ExtensionEndpoint implements Endpoint {

  private final Extension extension;

  ExtensionEndpoint(Extension extension) {
    this.extension = extension;
  }

  @Override
  public boolean handle(Exchange exchange) throws IOException {
    Optional<NodeReply> reply =
        extension.handle(
            new NodeRequest(
                exchange.method(), exchange.path(), exchange.rawQuery(), exchange.requestBody()));
    if (reply.isEmpty()) {
      return false;
    }
    exchange.reply(reply.get().status(), reply.get().contentType(), reply.get().body());
    return true;
  }
}
