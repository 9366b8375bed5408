package dev.carrack.core.piece;

import dev.carrack.core.CancelledException;
import dev.carrack.core.LimitException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Computes the {@link PieceCid} of a payload of any length up to 64 GiB as its bytes pass by, in
 * about 260 KiB of memory. Give it the bytes in order, in chunks of any size, then {@link
 * #finish()} once. Not thread-safe.
 *
 * <p>A payload whose first bytes are known last (a CAR whose header names the root) is hashed with
 * {@link #deferringHead()}: all bytes but the first {@link #HEAD} pass by first, then {@link
 * #finish(byte[], int)} takes the head. Both ways give the same name.
 *
 * <p>Specification: Filecoin spec, "Piece commitment"; FRC-0069.
 */
public final class PieceHasher {

  /** Bytes of a deferred head: the payload of one 256 KiB subtree. */
  public static final int HEAD = Subtree.IN;

  private static final int CHUNK = 1 << 18;

  private final PairHasher hasher = new Sha256PairHasher();
  private final Subtree subtree = new Subtree(hasher);
  private final RootStack roots;
  private final boolean headless;
  private final long limit;
  private byte[] copy = new byte[0];
  private long rawSize;
  private boolean finished;
  private boolean tailEnded;

  /** A hasher for a payload given from its first byte to its last. */
  public PieceHasher() {
    this(false, PieceCid.MAX_RAW_SIZE);
  }

  /** The limit is a parameter because no test feeds 64 GiB. */
  PieceHasher(boolean headless, long limit) {
    this.headless = headless;
    this.limit = limit;
    this.roots = new RootStack(hasher, headless);
  }

  /** A hasher that is given the bytes after the first {@link #HEAD}, and those at the end. */
  public static PieceHasher deferringHead() {
    return new PieceHasher(true, PieceCid.MAX_RAW_SIZE);
  }

  /**
   * Hashes a file.
   *
   * @param progress told the bytes done after each 256 KiB
   * @throws NotFoundException if there is no such file
   * @throws StorageException if it cannot be read
   * @throws LimitException if it is longer than {@link PieceCid#MAX_RAW_SIZE}
   * @throws CancelledException if the thread is interrupted, with the flag still set
   */
  public static PieceCid of(Path file, Progress progress) {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in, Files.size(file), "piece " + file.getFileName(), progress);
    } catch (NoSuchFileException e) {
      throw new NotFoundException("no file " + file, "check the path", e);
    } catch (ClosedByInterruptException e) {
      throw new CancelledException("piece of " + file + " was cancelled", "start it again", e);
    } catch (IOException e) {
      throw new StorageException(
          "cannot read " + file + ": " + e.getMessage(), "check that it is a readable file", e);
    }
  }

  /**
   * Hashes a stream to its end; the caller closes it.
   *
   * @param progress told the bytes done after each 256 KiB
   * @throws IOException if the stream fails
   * @throws LimitException if it is longer than {@link PieceCid#MAX_RAW_SIZE}
   * @throws CancelledException if the thread is interrupted, with the flag still set
   */
  public static PieceCid of(InputStream in, Progress progress) throws IOException {
    return of(in, -1, "piece", progress);
  }

  private static PieceCid of(InputStream in, long total, String step, Progress progress)
      throws IOException {
    PieceHasher hasher = new PieceHasher();
    hasher.checkRoom(Math.max(0, total));
    byte[] chunk = new byte[CHUNK];
    for (int n; (n = in.readNBytes(chunk, 0, CHUNK)) > 0; ) {
      Progress.checkInterrupt(step);
      hasher.update(chunk, 0, n);
      progress.at(step, hasher.rawSize, total);
    }
    return hasher.finish();
  }

  /**
   * Takes the next bytes.
   *
   * @throws IndexOutOfBoundsException if the range is not within the array
   * @throws LimitException if the payload grows above {@link PieceCid#MAX_RAW_SIZE}; the bytes were
   *     not taken
   * @throws IllegalStateException after finish
   */
  public void update(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    if (tailEnded && length > 0) {
      throw new IllegalStateException("the tail has ended: only the head may follow");
    }
    checkRoom(length);
    int end = offset + length;
    for (int at = offset; at < end; ) {
      at += subtree.fill(bytes, at, end - at);
      if (subtree.isFull()) {
        roots.add(subtree.root(Subtree.HEIGHT));
      }
    }
    rawSize += length;
  }

  /**
   * Takes the buffer's remaining bytes and moves its position to its limit. Direct and read-only
   * buffers are copied in parts of 16 KiB.
   *
   * @throws LimitException if the payload grows above {@link PieceCid#MAX_RAW_SIZE}
   * @throws IllegalStateException after finish
   */
  public void update(ByteBuffer bytes) {
    checkOpen();
    checkRoom(bytes.remaining());
    if (bytes.hasArray()) {
      update(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      bytes.position(bytes.limit());
      return;
    }
    if (copy.length == 0) {
      copy = new byte[1 << 14];
    }
    while (bytes.hasRemaining()) {
      int n = Math.min(copy.length, bytes.remaining());
      bytes.get(copy, 0, n);
      update(copy, 0, n);
    }
  }

  /**
   * Ends the payload and names it. An empty payload has a name too: 127 bytes of padding.
   *
   * @throws IllegalStateException if the head was deferred, or after finish
   */
  public PieceCid finish() {
    if (headless) {
      throw new IllegalStateException("the head was deferred: finish with it");
    }
    checkOpen();
    finished = true;
    if (roots.count() == 0) {
      return PieceCid.of(rawSize, subtree.root(PieceSize.height(rawSize)));
    }
    flush();
    return PieceCid.of(rawSize, roots.root());
  }

  /**
   * Ends a payload whose head was deferred and names it.
   *
   * @param head the payload's first bytes
   * @param length how many of them: exactly {@link #HEAD} if any byte followed, else 0 to {@link
   *     #HEAD}
   * @throws IllegalArgumentException if the length is another
   * @throws IllegalStateException if the head was not deferred, or after finish
   */
  public PieceCid finish(byte[] head, int length) {
    if (!headless) {
      throw new IllegalStateException("the head was not deferred: finish without it");
    }
    checkOpen();
    Objects.checkFromIndexSize(0, length, head.length);
    if (length > HEAD || (rawSize > 0 && length < HEAD)) {
      throw new IllegalArgumentException(
          "deferred head of %d bytes before %d more; it must be %s%d"
              .formatted(length, rawSize, rawSize > 0 ? "" : "at most ", HEAD));
    }
    finished = true;
    flush();
    rawSize += length;
    subtree.fill(head, 0, length);
    byte[] root = subtree.root(Math.min(Subtree.HEIGHT, PieceSize.height(rawSize)));
    return PieceCid.of(rawSize, roots.root(root));
  }

  /**
   * Says that nothing but the deferred head is to come, and lets go of the 256 KiB that taking
   * bytes needs, so that many hashers can wait for their heads.
   *
   * @throws IllegalStateException if the head was not deferred, or after finish
   */
  public void endTail() {
    if (!headless) {
      throw new IllegalStateException("the head was not deferred: there is no tail");
    }
    checkOpen();
    flush();
    subtree.release();
    tailEnded = true;
  }

  private void flush() {
    if (!subtree.isEmpty()) {
      roots.add(subtree.root(Subtree.HEIGHT));
    }
  }

  private void checkOpen() {
    if (finished) {
      throw new IllegalStateException("piece is finished: use a new hasher");
    }
  }

  private void checkRoom(long more) {
    if (more > limit - rawSize - (headless ? HEAD : 0)) {
      throw new LimitException(
          "payload is longer than the largest piece, " + limit + " bytes",
          "split it into several pieces");
    }
  }
}
