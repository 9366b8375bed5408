package dev.carrack.core.piece;

import dev.carrack.core.CancelledException;
import dev.carrack.core.LimitException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes the {@link PieceCid} of a payload of any length up to 64 GiB as its bytes pass by, in
 * about 260 KiB of memory. Give it the bytes in order, in chunks of any size, then {@link
 * #finish()} once. Not thread-safe.
 *
 * <p>A payload whose first bytes are known last (a CAR whose header names the root) is hashed with
 * {@link #deferringHead()}: all bytes but the first {@link #HEAD} pass by first, then {@link
 * #finish(byte[], int)} takes the head. Both ways give the same name.
 *
 * <p>{@link #checkpoint()} and {@link #resume} carry the work over to another process; {@link
 * #keepOutboard()} asks for the {@link PieceOutboard} that verified range reads need. {@link
 * ParallelPieceHasher} does the same with several threads.
 *
 * <p>Specification: Filecoin spec, "Piece commitment"; FRC-0069.
 */
public final class PieceHasher {

  /** Bytes of a deferred head: the payload of one 256 KiB subtree. */
  public static final int HEAD = Subtree.IN;

  private final PairHasher hasher = new Sha256PairHasher();
  private final Subtree subtree = new Subtree(hasher);
  private final RootStack roots;
  private final boolean headless;
  private final long limit;
  private @Nullable NodeList kept;
  private byte[] last = new byte[Sha256PairHasher.NODE];
  private byte[] copy = new byte[0];
  private long rawSize;
  private boolean finished;
  private @Nullable PieceCid named;
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

  private PieceHasher(PieceCheckpoint checkpoint) {
    this.headless = false;
    this.limit = PieceCid.MAX_RAW_SIZE;
    this.roots = checkpoint.roots(hasher);
    this.rawSize = checkpoint.position();
    this.last = checkpoint.last();
    NodeList nodes = checkpoint.kept();
    if (nodes != null) {
      keep(nodes);
    }
  }

  /**
   * A hasher that goes on where {@code checkpoint} was taken: give it the payload from {@link
   * PieceCheckpoint#position()}. It keeps an outboard if the hasher of the checkpoint did.
   */
  public static PieceHasher resume(PieceCheckpoint checkpoint) {
    return new PieceHasher(checkpoint);
  }

  /** A hasher that is given the bytes after the first {@link #HEAD}, and those at the end. */
  public static PieceHasher deferringHead() {
    return new PieceHasher(true, PieceCid.MAX_RAW_SIZE);
  }

  /**
   * Hashes a file on the calling thread.
   *
   * @param progress told the bytes done after each 256 KiB
   * @throws NotFoundException if there is no such file
   * @throws StorageException if it cannot be read
   * @throws LimitException if it is longer than {@link PieceCid#MAX_RAW_SIZE}
   * @throws CancelledException if the thread is interrupted, with the flag still set
   */
  public static PieceCid of(Path file, Progress progress) {
    return ParallelPieceHasher.of(file, 1, progress);
  }

  /**
   * Hashes a stream to its end on the calling thread; the caller closes it.
   *
   * @param progress told the bytes done after each 256 KiB
   * @throws IOException if the stream fails
   * @throws LimitException if it is longer than {@link PieceCid#MAX_RAW_SIZE}
   * @throws CancelledException if the thread is interrupted, with the flag still set
   */
  public static PieceCid of(InputStream in, Progress progress) throws IOException {
    try (ParallelPieceHasher hasher = new ParallelPieceHasher(1)) {
      hasher.update(in, progress);
      return hasher.finish();
    }
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
        last = subtree.root(Subtree.HEIGHT);
        roots.add(last);
      }
    }
    rawSize += length;
  }

  /** Takes the next whole subtree by its root alone; the window must be empty. */
  void addSubtree(byte[] root) {
    checkRoom(Subtree.IN);
    last = root;
    roots.add(root);
    rawSize += Subtree.IN;
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
      return named(subtree.root(PieceSize.height(rawSize)));
    }
    flush();
    return named(roots.root());
  }

  private PieceCid named(byte[] root) {
    PieceCid piece = PieceCid.of(rawSize, root);
    named = piece;
    return piece;
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
    return named(roots.root(root));
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

  /**
   * Asks for the outboard: 32 bytes of memory more for each MiB of the piece. Call it before the
   * first byte.
   *
   * @return this hasher
   * @throws IllegalStateException if bytes were taken
   */
  public PieceHasher keepOutboard() {
    checkOpen();
    if (rawSize > 0) {
      throw new IllegalStateException("bytes were taken: ask for the outboard before the first");
    }
    keep(new NodeList());
    return this;
  }

  private void keep(NodeList nodes) {
    kept = nodes;
    roots.keep(nodes);
  }

  /**
   * The outboard of the finished piece.
   *
   * @throws IllegalStateException before finish, or if it was not asked for
   */
  public PieceOutboard outboard() {
    if (kept == null || named == null) {
      throw new IllegalStateException(
          kept == null ? "no outboard was asked for" : "the piece is not finished");
    }
    return PieceOutboard.of(named, kept);
  }

  /**
   * Where to go on later: after the last whole subtree of 256 KiB. Bytes taken since then are to be
   * given again. The hasher is not changed.
   *
   * @throws IllegalStateException if the head was deferred, or after finish
   */
  public PieceCheckpoint checkpoint() {
    checkOpen();
    if (headless) {
      throw new IllegalStateException("the head was deferred: start again instead");
    }
    int nodes = (int) (roots.count() >> RootStack.KEPT);
    return new PieceCheckpoint(
        roots.count(),
        last.clone(),
        roots.pending(),
        kept == null ? null : kept.paddedTo(nodes, 0));
  }

  /** Whether {@code root} is the root of the last whole subtree, with nothing taken since. */
  boolean endsWith(byte[] root) {
    return Arrays.equals(last, root);
  }

  /** Payload bytes taken so far, those before a checkpoint included. */
  public long position() {
    return rawSize;
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

  void checkRoom(long more) {
    if (more > limit - rawSize - (headless ? HEAD : 0)) {
      throw new LimitException(
          "payload is longer than the largest piece, " + limit + " bytes",
          "split it into several pieces");
    }
  }
}
