package dev.carrack.core.piece;

import dev.carrack.core.Progress;
import dev.carrack.core.internal.ReadOnlyChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A verified piece as a channel with a position; read-only; holds the last chunk it checked. */
final class VerifiedPieceChannel extends ReadOnlyChannel {

  private static final int NONE = -1;

  private final PieceOutboard outboard;
  private final PieceSource source;
  private final Chunk chunk;
  private final long size;
  private int loaded = NONE;
  private long position;

  VerifiedPieceChannel(PieceOutboard outboard, PieceSource source) {
    this.outboard = outboard;
    this.source = source;
    this.chunk = new Chunk(outboard.piece());
    this.size = outboard.piece().rawSize();
  }

  @Override
  public int read(ByteBuffer out) throws IOException {
    checkOpen();
    if (!out.hasRemaining()) {
      return 0;
    }
    int start = out.position();
    while (out.hasRemaining() && position < size) {
      load((int) (position / Chunk.IN));
      int n = Math.min(out.remaining(), ready());
      out.put(chunk.payload(), (int) (position % Chunk.IN), n);
      position += n;
    }
    return out.position() == start ? -1 : out.position() - start;
  }

  private void load(int index) throws IOException {
    Progress.checkInterrupt("reading piece " + outboard.piece());
    if (loaded != index) {
      loaded = NONE;
      chunk.load(outboard, source, index);
      loaded = index;
    }
  }

  /** Checked bytes at the position that need no read of the source. */
  int ready() {
    boolean here = loaded == position / Chunk.IN;
    return here ? Math.max(0, chunk.length() - (int) (position % Chunk.IN)) : 0;
  }

  @Override
  protected long at() {
    return position;
  }

  @Override
  protected void seek(long to) {
    position = to;
  }

  @Override
  protected long length() {
    return size;
  }
}
