package dev.carrack.storage.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;

/** One request and its answer, without Jetty's callbacks: blocking, used by one thread. */
final class Exchange {

  private final Request request;
  private final Response response;
  private final AtomicLong served;
  private final Fields query;

  Exchange(Request request, Response response, AtomicLong served) {
    this.request = request;
    this.response = response;
    this.served = served;
    this.query = Request.extractQueryParameters(request);
    set("X-Content-Type-Options", "nosniff");
  }

  /** Takes back the status and headers of an answer that is not sent after all. */
  void reset() {
    response.reset();
    set("X-Content-Type-Options", "nosniff");
  }

  String method() {
    return request.getMethod();
  }

  boolean isHead() {
    return method().equals("HEAD");
  }

  /** The path with percent escapes decoded and dot segments resolved. */
  String path() {
    return request.getHttpURI().getDecodedPath();
  }

  String rawQuery() {
    String raw = request.getHttpURI().getQuery();
    return raw == null ? "" : raw;
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.getValue(name));
  }

  Optional<String> header(HttpHeader name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** Every value of a header joined by commas, empty if there is none. */
  String list(HttpHeader name) {
    return String.join(",", request.getHeaders().getValuesList(name));
  }

  InputStream requestBody() {
    return Request.asInputStream(request);
  }

  Exchange set(HttpHeader name, String value) {
    return set(name.asString(), value);
  }

  Exchange set(String name, String value) {
    response.getHeaders().put(name, value);
    return this;
  }

  boolean committed() {
    return response.isCommitted();
  }

  /** A whole short answer. Of a HEAD only the headers are sent. */
  void reply(int status, String contentType, byte[] body) throws IOException {
    response.setStatus(status);
    set(HttpHeader.CONTENT_TYPE, contentType);
    set(HttpHeader.CONTENT_LENGTH, Long.toString(body.length));
    Content.Sink.write(response, true, isHead() ? null : ByteBuffer.wrap(body));
    served.addAndGet(isHead() ? 0 : body.length);
  }

  /** One line of text, as errors are sent. */
  void replyText(int status, String line) throws IOException {
    reply(status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** An answer without body: 304, or a HEAD whose length is said or not known. */
  void replyEmpty(int status) throws IOException {
    response.setStatus(status);
    // Where the length is not known, none is said: a last write would say that it is zero.
    boolean last = !isHead() || response.getHeaders().contains(HttpHeader.CONTENT_LENGTH);
    Content.Sink.write(response, last, last ? null : ByteBuffer.allocate(0));
  }

  /** Whether it is a GET or HEAD; if not, that is answered. */
  boolean isRead(String space) throws IOException {
    if (method().equals("GET") || isHead()) {
      return true;
    }
    set(HttpHeader.ALLOW, "GET, HEAD");
    replyText(405, "only GET and HEAD are served under " + space);
    return false;
  }

  /** Begins an answer whose body the caller streams and closes; a slow reader blocks the writer. */
  OutputStream stream(int status) {
    response.setStatus(status);
    OutputStream out = Response.asBufferedOutputStream(request, response);
    return new CountingStream(out, served);
  }

  private static final class CountingStream extends OutputStream {
    private final OutputStream out;
    private final AtomicLong count;

    CountingStream(OutputStream out, AtomicLong count) {
      this.out = out;
      this.count = count;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count.incrementAndGet();
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
      out.write(data, offset, length);
      count.addAndGet(length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
