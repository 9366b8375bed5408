package dev.carrack.core.piece;

import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Four neighbouring 256 KiB subtrees to be hashed by one worker: their bytes, or where to read
 * them. Used again and again; owned by one thread at a time.
 */
final class SubtreeBatch implements Callable<byte[][]> {

  static final int WINDOWS = 1 << RootStack.KEPT;

  /** Payload bytes in a batch. */
  static final int IN = WINDOWS * Subtree.IN;

  private final Subtree subtree = new Subtree(new Sha256PairHasher());
  private byte[] payload = new byte[0];
  private @Nullable PieceSource source;
  private long from;

  /** Where the caller puts {@link #IN} payload bytes. */
  byte[] payload() {
    source = null;
    return room(IN);
  }

  /** Has the worker read the bytes itself, a subtree at a time. */
  void readFrom(PieceSource file, long position) {
    source = file;
    from = position;
    room(Subtree.IN);
  }

  private byte[] room(int bytes) {
    if (payload.length < bytes) {
      payload = new byte[bytes];
    }
    return payload;
  }

  /** The roots of the subtrees, in order. */
  @Override
  public byte[][] call() throws IOException {
    byte[][] roots = new byte[WINDOWS][];
    for (int i = 0; i < WINDOWS; i++) {
      if (source == null) {
        subtree.fill(payload, i * Subtree.IN, Subtree.IN);
      } else {
        read(source, from + (long) i * Subtree.IN, payload, Subtree.IN);
        subtree.fill(payload, 0, Subtree.IN);
      }
      roots[i] = subtree.root(Subtree.HEIGHT);
    }
    return roots;
  }

  /** Reads exactly {@code length} bytes. */
  static void read(PieceSource source, long position, byte[] to, int length) throws IOException {
    ByteBuffer into = ByteBuffer.wrap(to, 0, length);
    while (into.hasRemaining()) {
      if (!more(source, into, position)) {
        throw new StorageException(
            "payload ended at byte %d while it was hashed".formatted(position + into.position()),
            "something writes to it: hash it again when it is at rest");
      }
    }
  }

  /**
   * Reads at least one byte.
   *
   * @param from position of the buffer's first byte in the payload
   * @return false at the end of the source
   * @throws StorageException if the source has not ended and gives nothing
   */
  static boolean more(PieceSource source, ByteBuffer into, long from) throws IOException {
    int before = into.position();
    if (source.read(into, from + before) < 0) {
      return false;
    }
    if (into.position() <= before) {
      // Asking again could go on for ever.
      throw new StorageException(
          "payload source gave no byte at %d though it has not ended".formatted(from + before),
          "have it give at least one byte, or -1 at its end");
    }
    return true;
  }
}
