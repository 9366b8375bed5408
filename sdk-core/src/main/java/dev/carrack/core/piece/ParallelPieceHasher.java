package dev.carrack.core.piece;

import dev.carrack.core.CancelledException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link PieceHasher} with several threads, for payloads of any length: the same names, checkpoints
 * and outboards.
 *
 * <p>The first 8 MiB are hashed by the calling thread, so a small payload starts no thread. After
 * that batches of four 256 KiB subtrees go to worker threads of this hasher and their roots are
 * folded in order. At most {@code threads + 2} batches are under way; giving more bytes blocks
 * until one is free. Memory is 1.3 MB for each of them where bytes are given or come from a stream,
 * 0.8 MB where the workers read a file themselves, whatever the payload's length.
 *
 * <p>The workers end with {@link #finish()} or {@link #close()}. An interrupt of the calling thread
 * ends the work with {@link CancelledException} and the flag still set; {@link #checkpoint()} then
 * tells how far it came. Not thread-safe.
 */
public final class ParallelPieceHasher implements AutoCloseable {

  /** The most worker threads. */
  public static final int MAX_THREADS = 256;

  private static final long ALONE = 8L * SubtreeBatch.IN;

  private final PieceHasher folded;
  private final SubtreeCrew crew;
  private final boolean single;
  private final long aloneUntil;
  private @Nullable SubtreeBatch filling;
  private int filled;
  private boolean closed;
  private boolean tailEnded;

  /**
   * A hasher with up to {@code threads} workers; with one the calling thread does it all.
   *
   * @throws IllegalArgumentException if it is not 1 to {@link #MAX_THREADS}
   */
  public ParallelPieceHasher(int threads) {
    this(new PieceHasher(), threads, ALONE);
  }

  /** How many bytes stay on the calling thread is a parameter so that tests need not hash 8 MiB. */
  ParallelPieceHasher(PieceHasher folded, int threads, long alone) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException("threads must be 1 to 256 but were " + threads);
    }
    this.folded = folded;
    this.crew = new SubtreeCrew(threads, folded);
    this.single = threads == 1;
    this.aloneUntil = folded.position() + alone;
  }

  /**
   * A hasher that is given the bytes after the first {@link PieceHasher#HEAD}, and those at the
   * end; see {@link PieceHasher#deferringHead()}.
   *
   * @throws IllegalArgumentException if the threads are not 1 to {@link #MAX_THREADS}
   */
  public static ParallelPieceHasher deferringHead(int threads) {
    return new ParallelPieceHasher(PieceHasher.deferringHead(), threads, ALONE);
  }

  /** A hasher that goes on where {@code checkpoint} was taken; see {@link PieceHasher#resume}. */
  public static ParallelPieceHasher resume(PieceCheckpoint checkpoint, int threads) {
    return new ParallelPieceHasher(PieceHasher.resume(checkpoint), threads, ALONE);
  }

  /**
   * Names a file's piece.
   *
   * @param threads how many may work on it, 1 to {@link #MAX_THREADS}
   * @param progress told the bytes done, from the calling thread
   * @throws NotFoundException if there is no such file
   * @throws StorageException if it cannot be read, or becomes shorter meanwhile
   * @throws LimitException if it is longer than {@link PieceCid#MAX_RAW_SIZE}
   * @throws CancelledException if the thread is interrupted, with the flag still set
   */
  public static PieceCid of(Path file, int threads, Progress progress) {
    try (ParallelPieceHasher hasher = new ParallelPieceHasher(threads)) {
      hasher.update(file, progress);
      return hasher.finish();
    }
  }

  /**
   * Asks for the outboard; see {@link PieceHasher#keepOutboard()}.
   *
   * @return this hasher
   */
  public ParallelPieceHasher keepOutboard() {
    folded.keepOutboard();
    return this;
  }

  /**
   * Takes the next bytes.
   *
   * @throws IndexOutOfBoundsException if the range is not within the array
   * @throws LimitException if the payload grows above {@link PieceCid#MAX_RAW_SIZE}; the bytes were
   *     not taken
   * @throws CancelledException if the thread is interrupted while it waits for a worker
   * @throws IllegalStateException after finish or close
   */
  public void update(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    folded.checkRoom(length + filled + crew.underWay());
    int end = offset + length;
    for (int at = offset; at < end; ) {
      int own = filled > 0 ? 0 : own();
      if (own > 0) {
        int n = Math.min(own, end - at);
        folded.update(bytes, at, n);
        at += n;
      } else {
        at += fill(bytes, at, end - at);
      }
    }
  }

  private int fill(byte[] bytes, int offset, int length) {
    SubtreeBatch batch = filling == null ? crew.take() : filling;
    int n = Math.min(length, SubtreeBatch.IN - filled);
    System.arraycopy(bytes, offset, batch.payload(), filled, n);
    filled += n;
    filling = batch;
    if (filled == SubtreeBatch.IN) {
      crew.submit(batch);
      filling = null;
      filled = 0;
    }
    return n;
  }

  /** Bytes the calling thread is to hash itself next, or 0 if a batch may go to the crew. */
  private int own() {
    int open = (int) (folded.position() % Subtree.IN);
    boolean alone = single || folded.position() < aloneUntil;
    return open > 0 ? Subtree.IN - open : alone ? Subtree.IN : 0;
  }

  /**
   * Takes a stream to its end; the caller closes it. Only the calling thread reads it.
   *
   * @param progress told the bytes hashed so far, and -1 for the total
   * @throws IOException if the stream fails
   * @throws LimitException if the payload grows above {@link PieceCid#MAX_RAW_SIZE}
   * @throws CancelledException if the thread is interrupted, with the flag still set
   * @throws IllegalStateException after finish or close
   */
  public void update(InputStream in, Progress progress) throws IOException {
    settle();
    byte[] window = new byte[Subtree.IN];
    try {
      boolean more = true;
      while (more) {
        checkInterrupt();
        int own = own();
        more = own > 0 ? readWindow(in, window, own) : readBatch(in);
        progress.at("piece", folded.position(), -1);
      }
    } catch (LimitException e) {
      // Bytes were read and not taken: what is here now is no payload to be named.
      close();
      throw e;
    }
  }

  private boolean readWindow(InputStream in, byte[] window, int length) throws IOException {
    int n = read(in, window, length);
    folded.update(window, 0, n);
    return n == length;
  }

  /** Reads until there are {@code length} bytes or the stream ends. */
  private static int read(InputStream in, byte[] to, int length) throws IOException {
    int filled = 0;
    for (int n = 0; n >= 0 && filled < length; filled += Math.max(0, n)) {
      n = in.read(to, filled, length - filled);
    }
    return filled;
  }

  private boolean readBatch(InputStream in) throws IOException {
    SubtreeBatch batch = crew.take();
    int n = read(in, batch.payload(), SubtreeBatch.IN);
    if (n == SubtreeBatch.IN) {
      crew.submit(batch);
      return true;
    }
    crew.drain();
    folded.update(batch.payload(), 0, n);
    return false;
  }

  /**
   * Takes the bytes of {@code file} from {@link #position()} to its end, read by the workers. After
   * {@link #resume} the last subtree before the position is read again: if it is not what was
   * hashed, the file is another.
   *
   * @param progress told the bytes hashed so far; it may take a {@link #checkpoint()}
   * @throws NotFoundException if there is no such file
   * @throws StorageException if it cannot be read, or becomes shorter meanwhile
   * @throws IntegrityException if it is not the file that was hashed up to the position
   * @throws LimitException if it is longer than {@link PieceCid#MAX_RAW_SIZE}
   * @throws CancelledException if the thread is interrupted, with the flag still set
   * @throws IllegalStateException after finish or close
   */
  public void update(Path file, Progress progress) {
    settle();
    checkInterrupt();
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // A pipe or device has no size and no positions; a directory fails here as it should.
        try (InputStream in = Files.newInputStream(file)) {
          update(in, progress);
        }
        return;
      }
      try (FileChannel channel = FileChannel.open(file)) {
        read(channel::read, channel.size(), "piece " + file.getFileName(), progress);
      }
    } catch (NoSuchFileException e) {
      throw new NotFoundException("no file " + file, "check the path", e);
    } catch (ClosedByInterruptException e) {
      throw cancelled(e);
    } catch (IOException e) {
      throw new StorageException(
          "cannot read " + file + ": " + e.getMessage(), "check that it is a readable file", e);
    }
  }

  private void read(PieceSource file, long size, String step, Progress progress)
      throws IOException {
    folded.checkRoom(Math.max(0, size - position()));
    byte[] window = new byte[Subtree.IN];
    checkSame(file, window);
    while (position() < size) {
      checkInterrupt();
      long rest = size - position();
      int own = own();
      if (own == 0 && rest >= SubtreeBatch.IN) {
        SubtreeBatch batch = crew.take();
        batch.readFrom(file, position());
        crew.submit(batch);
      } else {
        crew.drain();
        int n = (int) Math.min(own > 0 ? own : Subtree.IN, rest);
        SubtreeBatch.read(file, position(), window, n);
        folded.update(window, 0, n);
      }
      progress.at(step, folded.position(), size);
    }
    if (crew.underWay() > 0) {
      // The workers need the file open.
      crew.drain();
      progress.at(step, folded.position(), size);
    }
  }

  /** A resumed hasher must not go on with another file. */
  private void checkSame(PieceSource file, byte[] window) throws IOException {
    long position = position();
    if (position == 0 || position % Subtree.IN != 0) {
      return;
    }
    SubtreeBatch.read(file, position - Subtree.IN, window, Subtree.IN);
    Subtree last = new Subtree(new Sha256PairHasher());
    last.fill(window, 0, Subtree.IN);
    if (!folded.endsWith(last.root(Subtree.HEIGHT))) {
      throw new IntegrityException(
          "the file is not what was hashed before: its bytes before %d differ".formatted(position),
          "hash it from its beginning");
    }
  }

  /** Payload bytes taken so far, those before a checkpoint included. */
  public long position() {
    return folded.position() + crew.underWay() + filled;
  }

  /**
   * Where to go on later: after the last whole subtree that was folded in order. It may be some
   * batches before {@link #position()}.
   *
   * @throws IllegalStateException after finish
   */
  public PieceCheckpoint checkpoint() {
    return folded.checkpoint();
  }

  /**
   * Ends the payload and names it, and ends the workers.
   *
   * @throws CancelledException if the thread is interrupted while it waits for a worker
   * @throws IllegalStateException after finish or close
   */
  public PieceCid finish() {
    settle();
    close();
    return folded.finish();
  }

  /**
   * Says that nothing but the deferred head is to come, and ends the workers; see {@link
   * PieceHasher#endTail()}.
   *
   * @throws CancelledException if the thread is interrupted while it waits for a worker
   * @throws IllegalStateException if the head was not deferred, or after finish or close
   */
  public void endTail() {
    settle();
    folded.endTail();
    tailEnded = true;
    close();
  }

  /**
   * Ends a payload whose head was deferred and names it, and ends the workers; see {@link
   * PieceHasher#finish(byte[], int)}.
   *
   * @throws CancelledException if the thread is interrupted while it waits for a worker
   * @throws IllegalStateException if the head was not deferred, or after finish, or after a close
   *     before the tail had ended
   */
  public PieceCid finish(byte[] head, int length) {
    if (!tailEnded) {
      endTail();
    }
    return folded.finish(head, length);
  }

  /**
   * The outboard of the finished piece.
   *
   * @throws IllegalStateException before finish, or if it was not asked for
   */
  public PieceOutboard outboard() {
    return folded.outboard();
  }

  /** Folds all that was given: from here the calling thread may hash by itself. */
  private void settle() {
    checkOpen();
    crew.drain();
    if (filling != null) {
      folded.update(filling.payload(), 0, filled);
      crew.giveBack(filling);
      filling = null;
      filled = 0;
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("piece is finished: use a new hasher");
    }
  }

  private void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(null);
    }
  }

  private CancelledException cancelled(@Nullable IOException cause) {
    String what = "piece was cancelled after " + folded.position() + " bytes";
    String next = "go on from its checkpoint, or start it again";
    return cause == null
        ? new CancelledException(what, next)
        : new CancelledException(what, next, cause);
  }

  /** Ends the workers and waits until they are gone; without a finish the piece has no name. */
  @Override
  public void close() {
    closed = true;
    crew.close();
  }
}
