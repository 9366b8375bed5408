package dev.carrack.core.unixfs;

import dev.carrack.core.Progress;
import dev.carrack.core.internal.ReadOnlyChannel;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** A file as a channel with a position; read-only. */
final class FileReadChannel extends ReadOnlyChannel {

  private final FileCursor cursor;

  FileReadChannel(FileCursor cursor) {
    this.cursor = cursor;
  }

  @Override
  public int read(ByteBuffer out) throws ClosedChannelException {
    checkOpen();
    if (!out.hasRemaining()) {
      return 0;
    }
    Progress.checkInterrupt("reading");
    return cursor.read(out);
  }

  @Override
  protected long at() {
    return cursor.position();
  }

  @Override
  protected void seek(long to) {
    cursor.seek(to);
  }

  @Override
  protected long length() {
    return cursor.size();
  }
}
