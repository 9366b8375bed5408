package dev.carrack.storage.node;

import dev.carrack.core.Cid;
import dev.carrack.core.NotFoundException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;

/** {@code GET|HEAD /piece/{pieceCid}} with ranges: raw piece bytes, for the reader to verify. */
final class PieceEndpoint implements Endpoint {

  private static final String PREFIX = "/piece/";
  private static final int BUFFER = 128 << 10;

  private final PieceSource pieces;

  PieceEndpoint(PieceSource pieces) {
    this.pieces = pieces;
  }

  @Override
  public boolean handle(Exchange exchange) throws IOException {
    if (!exchange.path().startsWith(PREFIX)) {
      return false;
    }
    if (!exchange.isRead(PREFIX)) {
      return true;
    }
    Cid cid = Cid.parse(exchange.path().substring(PREFIX.length()));
    Optional<SeekableByteChannel> found = pieces.open(cid);
    if (found.isEmpty()) {
      throw new NotFoundException(
          "piece " + cid + " is not here", "ask another holder, or fetch its root under /ipfs/");
    }
    try (SeekableByteChannel piece = found.get()) {
      serve(exchange, cid, piece);
    }
    return true;
  }

  private static void serve(Exchange exchange, Cid cid, SeekableByteChannel piece)
      throws IOException {
    String etag = "\"" + cid + "\"";
    exchange.set(HttpHeader.ETAG, etag).set(HttpHeader.ACCEPT_RANGES, "bytes");
    exchange.set(HttpHeader.CACHE_CONTROL, "public, max-age=29030400, immutable");
    if (exchange.list(HttpHeader.IF_NONE_MATCH).contains(etag)) {
      exchange.replyEmpty(304);
      return;
    }
    long size = piece.size();
    Optional<ByteRange> range =
        exchange.header(HttpHeader.RANGE).flatMap(text -> ByteRange.parse(text, size));
    if (exchange.header(HttpHeader.IF_RANGE).map(tag -> !tag.equals(etag)).orElse(false)) {
      range = Optional.empty();
    }
    if (range.isPresent() && range.get().equals(ByteRange.UNSATISFIABLE)) {
      exchange.set(HttpHeader.CONTENT_RANGE, "bytes */" + size);
      exchange.replyText(416, "the piece has " + size + " bytes");
      return;
    }
    ByteRange part = range.orElse(new ByteRange(0, size));
    if (range.isPresent()) {
      exchange.set(
          HttpHeader.CONTENT_RANGE,
          "bytes %d-%d/%d".formatted(part.from(), part.from() + part.length() - 1, size));
    }
    exchange.set(HttpHeader.CONTENT_TYPE, "application/octet-stream");
    exchange.set(HttpHeader.CONTENT_LENGTH, Long.toString(part.length()));
    int status = range.isPresent() ? 206 : 200;
    if (exchange.isHead()) {
      exchange.replyEmpty(status);
      return;
    }
    // Closed only if all went well: closing is what tells the reader that the body is whole.
    OutputStream out = exchange.stream(status);
    copy(piece, part, out);
    out.close();
  }

  private static void copy(SeekableByteChannel piece, ByteRange part, OutputStream out)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(1, part.length())));
    piece.position(part.from());
    long left = part.length();
    while (left > 0) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), left));
      int read = piece.read(buffer);
      if (read < 0) {
        throw new EOFException("piece ended " + left + " bytes early");
      }
      out.write(buffer.array(), 0, read);
      left -= read;
    }
  }
}
