package dev.carrack.storage.node;

import java.nio.charset.StandardCharsets;

/** A short answer of an {@link Extension}: status, media type, body. Immutable. */
public final class NodeReply {

  private final int status;
  private final String contentType;
  private final byte[] body;

  private NodeReply(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body.clone();
  }

  /** An answer of any media type; the body is copied. */
  public static NodeReply of(int status, String contentType, byte[] body) {
    return new NodeReply(status, contentType, body);
  }

  /** An answer in JSON; the body is copied. */
  public static NodeReply json(int status, byte[] body) {
    return new NodeReply(status, "application/json", body);
  }

  /** A line of plain text, as errors are sent. */
  public static NodeReply text(int status, String line) {
    return new NodeReply(
        status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The media type. */
  public String contentType() {
    return contentType;
  }

  /** A copy of the body. */
  public byte[] body() {
    return body.clone();
  }
}
