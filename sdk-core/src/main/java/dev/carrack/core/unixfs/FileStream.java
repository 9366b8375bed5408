package dev.carrack.core.unixfs;

import dev.carrack.core.Progress;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A range of a file as a stream. */
final class FileStream extends InputStream {

  private final FileCursor cursor;
  private final long end;

  FileStream(FileCursor cursor, long end) {
    this.cursor = cursor;
    this.end = end;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    Progress.checkInterrupt("reading");
    long left = end - cursor.position();
    return left <= 0 ? -1 : cursor.read(ByteBuffer.wrap(to, offset, (int) Math.min(length, left)));
  }

  @Override
  public long skip(long count) {
    long step = Math.max(0, Math.min(count, end - cursor.position()));
    cursor.seek(cursor.position() + step);
    return step;
  }

  @Override
  public int available() {
    return 0; // the next byte may need a block from far away
  }
}
