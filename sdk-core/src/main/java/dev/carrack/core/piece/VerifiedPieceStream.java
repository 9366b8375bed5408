package dev.carrack.core.piece;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A range of a verified piece as a stream. */
final class VerifiedPieceStream extends InputStream {

  private final VerifiedPieceChannel channel;
  private long left;

  VerifiedPieceStream(VerifiedPieceChannel channel, long offset, long length) {
    this.channel = channel;
    channel.seek(offset);
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int read = channel.read(ByteBuffer.wrap(to, offset, (int) Math.min(length, left)));
    left -= read;
    return read;
  }

  @Override
  public int available() {
    return (int) Math.min(left, channel.ready());
  }

  @Override
  public void close() {
    channel.close();
  }
}
