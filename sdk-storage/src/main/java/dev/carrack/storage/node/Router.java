package dev.carrack.storage.node;

import dev.carrack.core.FunctionException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.RejectedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Finds the endpoint for a request and turns typed errors into HTTP statuses. */
final class Router extends Handler.Abstract {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedNode.class);

  // Errors of this side name its files and programs: they stay in its log.
  private static final String UNREADABLE = "internal error; its cause is in the node's log";

  private final List<Endpoint> endpoints;
  private final AtomicLong served;

  Router(List<Endpoint> endpoints, AtomicLong served) {
    this.endpoints = endpoints;
    this.served = served;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, served);
    try {
      route(exchange);
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      fail(exchange, e, callback);
    }
    return true;
  }

  private void route(Exchange exchange) throws IOException {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.handle(exchange)) {
        LOG.debug("{} {}", exchange.method(), exchange.path());
        return;
      }
    }
    throw new NotFoundException(
        "no endpoint at " + exchange.path(), "try /ipfs/{cid}?format=raw or /piece/{pieceCid}");
  }

  // After the first byte only breaking the connection tells the reader that the body is not whole.
  private static void fail(Exchange exchange, Exception error, Callback callback) {
    int status = status(error);
    LOG.atLevel(status == 500 ? Level.WARN : Level.DEBUG)
        .log("{} {}: {}", exchange.method(), exchange.path(), error.toString());
    if (exchange.committed()) {
      callback.failed(error);
      return;
    }
    try {
      exchange.reset(); // what was said about the answer, such as how long to cache it
      exchange.replyText(status, status == 500 ? UNREADABLE : text(error));
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      callback.failed(e);
    }
  }

  private static int status(Exception error) {
    if (error instanceof MalformedException) {
      return 400;
    } else if (error instanceof NotFoundException) {
      return 404;
    } else if (error instanceof RejectedException) {
      return 403;
    } else if (error instanceof FunctionException) {
      return 422;
    } else if (error instanceof LimitException) {
      return 429;
    }
    return 500;
  }

  private static String text(Exception error) {
    return String.valueOf(error.getMessage());
  }
}
