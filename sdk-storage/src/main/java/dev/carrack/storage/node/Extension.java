package dev.carrack.storage.node;

import java.io.IOException;
import java.util.Optional;

/**
 * More endpoints for an {@link EmbeddedNode}, such as near-data compute. Called from many threads
 * at once; may block. A {@link dev.carrack.core.CarrackException} that it throws becomes the
 * matching HTTP status with the message as text.
 */
@FunctionalInterface
public interface Extension {

  /**
   * Answers the request, or nothing if it is not for this extension.
   *
   * @throws IOException if the request's body cannot be read
   */
  Optional<NodeReply> handle(NodeRequest request) throws IOException;
}
