package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.BlockReader;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.ConflictException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LockedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.UnsupportedVersionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Blocks in a directory: packs, which are CAR files and Filecoin pieces at once, and one commit
 * log, the only truth. Every read is checked against its CID. Thread-safe; the format is
 * docs/format-v1.md.
 *
 * <p>Opening takes no lock and changes nothing: any number of processes may read while one writes,
 * and see what was committed up to their last {@link #refresh}. The first {@link #begin}, {@link
 * #commit} or {@link #gc} makes this handle the directory's writer until it is closed.
 */
public final class PackStore implements BlockReader, AutoCloseable {

  /** Stands where no pack is written, so no header needs a root. */
  private static final Cid NO_ROOT = Cid.of(Codec.RAW, new byte[0]);

  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock collecting = new ReentrantLock();
  private final StoreFiles files;
  private final PackOptions options;
  private final Shelf shelf;
  private final Set<PutSession> sessions = ConcurrentHashMap.newKeySet();
  private volatile StoreFiles.LogView log = StoreFiles.LogView.NOTHING;
  private volatile @Nullable StoreWriter writer;
  private volatile boolean closed;

  private PackStore(StoreFiles files, PackOptions options) {
    this.files = files;
    this.options = options;
    this.shelf = new Shelf(files.disk(), files.packs(), this::state);
  }

  /**
   * Opens a store, as {@link #open(Path, PackOptions)} with the default options.
   *
   * @param directory the store; one that does not exist is empty, and created at the first commit
   */
  public static PackStore open(Path directory) {
    return open(directory, PackOptions.defaults());
  }

  /**
   * Opens a store to read; it becomes its writer when it is first written to.
   *
   * @param directory the store; one that does not exist is empty, and created by the first write
   * @param options how packs are cut from now on; packs that are there are read however they were
   *     cut
   * @throws IntegrityException if the log is damaged
   * @throws UnsupportedVersionException if newer software wrote it
   * @throws StorageException if the disk fails, or the log is missing beside its packs
   */
  public static PackStore open(Path directory, PackOptions options) {
    return open(new FileDisk(), directory, options);
  }

  static PackStore open(Disk disk, Path directory, PackOptions options) {
    PackStore store = new PackStore(new StoreFiles(disk, directory.toAbsolutePath()), options);
    store.refresh();
    return store;
  }

  private StoreState state() {
    StoreWriter now = writer;
    return now == null ? log.state() : now.state();
  }

  /**
   * Reads what others committed since. Reads do this by themselves before they report a block as
   * missing; references and packs are as of the last refresh.
   *
   * @throws IntegrityException if the log is damaged
   * @throws StorageException if the disk fails
   */
  public void refresh() {
    refreshed();
  }

  /** Whether there was something new. */
  private boolean refreshed() {
    checkOpen();
    lock.lock();
    try {
      if (writer != null) {
        return false; // nobody else writes
      }
      StoreFiles.LogView next = read();
      boolean changed = next != log;
      log = next;
      return changed;
    } finally {
      lock.unlock();
    }
  }

  private StoreFiles.LogView read() {
    try {
      return files.read(log);
    } catch (IntegrityException e) {
      // Another process may have replaced the store meanwhile: only the whole log decides.
      return files.read(StoreFiles.LogView.NOTHING);
    }
  }

  @Override
  public Optional<Block> get(Cid cid) {
    return cid.hash().isIdentity() ? inside(cid) : find(cid, shelf::get);
  }

  @Override
  public Optional<byte[]> read(Cid cid, IntFunction<byte[]> memory) {
    if (cid.hash().isIdentity()) {
      return inside(cid).map(Block::bytes);
    }
    return find(
        cid,
        wanted ->
            shelf.get(
                wanted,
                (file, place, origin) -> {
                  byte[] data = memory.apply(place.length());
                  if (data.length != place.length()) {
                    throw new IllegalArgumentException(
                        "memory of %d bytes for %d".formatted(data.length, place.length()));
                  }
                  file.readFully(place.offset(), data, 0, data.length);
                  Block.verified(wanted, data, origin); // for its check: nobody gets to hold it
                  return data;
                }));
  }

  @Override
  public int scan(Cid cid, int offset, ByteBuffer out) {
    Objects.checkIndex(offset, Integer.MAX_VALUE);
    if (VerifiedRange.suits(cid.hash())) {
      return find(cid, wanted -> shelf.get(wanted, new VerifiedRange(wanted, offset, out)))
          .orElse(-1);
    }
    Optional<Block> block = get(cid);
    block.ifPresent(
        whole -> {
          ByteBuffer bytes = whole.buffer();
          bytes.position(Math.min(offset, whole.size()));
          bytes.limit(bytes.position() + Math.min(bytes.remaining(), out.remaining()));
          out.put(bytes);
        });
    return block.map(Block::size).orElse(-1);
  }

  /** A look at the shelf as it is. */
  private interface Look<T> {
    Optional<T> at(Cid cid) throws Shelf.Gone, IOException;
  }

  private Optional<Block> inside(Cid cid) {
    checkOpen();
    return Block.inside(cid);
  }

  private <T> Optional<T> find(Cid cid, Look<T> look) {
    checkOpen();
    Progress.checkInterrupt("read");
    while (true) {
      StoreState before = state();
      try {
        Optional<T> found = look.at(cid);
        if (found.isPresent() || (!refreshed() && state() == before)) {
          return found;
        }
      } catch (Shelf.Gone e) {
        if (!refreshed() && state() == before) {
          throw missing(e.pack(), cid, e);
        }
      } catch (IOException e) {
        throw DiskFailure.of(e, "cannot read block " + cid + " from", files.packs(), files.disk());
      }
    }
  }

  private StorageException missing(int pack, Cid cid, Exception cause) {
    return new StorageException(
        "pack file %s is missing; block %s is in it or nowhere".formatted(files.pack(pack), cid),
        "restore the file from a copy, or run verify to see what is lost",
        cause);
  }

  @Override
  public boolean has(Cid cid) {
    checkOpen();
    if (cid.hash().isIdentity()) {
      return true;
    }
    while (true) {
      StoreState before = state();
      try {
        if (shelf.holds(cid.hash())) {
          return true;
        }
      } catch (IOException e) {
        throw DiskFailure.of(e, "cannot read", files.packs(), files.disk());
      }
      if (!refreshed() && state() == before) {
        return false;
      }
    }
  }

  /** What a reference points to. */
  public Optional<Cid> ref(String name) {
    return Optional.ofNullable(state().refs().get(name));
  }

  /** The references whose names begin with {@code prefix}, as they are now, in order. */
  public SortedMap<String, Cid> refs(String prefix) {
    SortedMap<String, Cid> all = state().refs();
    return prefix.isEmpty()
        ? all
        : Collections.unmodifiableSortedMap(
            new TreeMap<>(all.subMap(prefix, prefix + Character.MAX_VALUE)));
  }

  /** The packs as they are now, in the order they were written. */
  public List<PackInfo> packs() {
    return List.copyOf(state().packs().values());
  }

  /**
   * The file of a pack: a CAR, and the bytes of its piece. It never changes; gc may delete it.
   *
   * @return an absolute path
   */
  public Path file(PackInfo pack) {
    return files.pack(pack.id());
  }

  /**
   * Begins a put. The first call takes the writer's lock and recovers the store.
   *
   * @param progress told the bytes put
   * @throws LockedException if another handle or process is the writer
   * @throws IntegrityException if the log is damaged
   * @throws StorageException if the disk fails
   */
  public PutSession begin(Progress progress) {
    StoreWriter now = writer();
    PutSession session = new PutSession(this, now, files, shelf, options, progress);
    sessions.add(session);
    if (closed) { // meanwhile, so close() may not have seen it
      session.close();
    }
    checkOpen();
    return session;
  }

  /**
   * Changes references only.
   *
   * @throws NotFoundException if a target is not in the store
   * @throws ConflictException if a reference is not as expected
   * @throws LockedException if another handle or process is the writer
   * @throws StorageException if the disk fails or is full
   */
  public void commit(RefChanges refs) {
    try (PutSession session = begin(Progress.none())) {
      session.commit(NO_ROOT, refs);
    }
  }

  /**
   * Deletes the blocks that no reference reaches, by links of DAG-PB, DAG-CBOR and DAG-JSON blocks:
   * packs that hold some are rewritten without them. Puts that build on stored blocks wait
   * meanwhile. Needs as much free disk as the live part of those packs.
   *
   * @param progress told blocks walked, then bytes copied
   * @throws LockedException if another handle or process is the writer
   * @throws IntegrityException if a block that is in use is damaged; nothing is deleted then
   * @throws StorageException if the disk fails or is full, or a pack file is missing; nothing is
   *     deleted then
   * @throws CancelledException if the thread is interrupted; nothing is deleted then
   */
  public GcReport gc(Progress progress) {
    StoreWriter now = writer();
    Progress open =
        (step, done, total) -> {
          checkOpen();
          progress.at(step, done, total);
        };
    try {
      collecting.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for another gc was cancelled", "start it again", e);
    }
    try {
      now.gate().enterExclusive();
      try {
        checkOpen();
        return new Collector(now, files, shelf, options, open).run();
      } finally {
        now.gate().leaveExclusive();
      }
    } finally {
      collecting.unlock();
    }
  }

  /**
   * Reads the whole store and checks every block's hash, every pack's header, index frame and
   * PieceCID, the log's checksums, and that references point to blocks that are here. Changes
   * nothing.
   *
   * @param progress told the bytes checked
   * @return what was found; damage is a finding, not an exception
   * @throws StorageException if a disk fails in another way than by a missing file
   * @throws CancelledException if the thread is interrupted
   */
  public VerifyReport verify(Progress progress) {
    checkOpen();
    while (true) {
      refreshed();
      StoreState now = state();
      try {
        return new Verifier(
                files, shelf, now, () -> !refreshed() && state().packs() == now.packs(), progress)
            .run();
      } catch (Shelf.Gone e) {
        // gc was at work meanwhile: begin again with what is left.
      }
    }
  }

  private StoreWriter writer() {
    StoreWriter now = writer;
    if (now != null) {
      checkOpen();
      return now;
    }
    lock.lock();
    try {
      checkOpen();
      now = writer;
      if (now == null) {
        now = StoreWriter.open(files);
        writer = now;
      }
      return now;
    } finally {
      lock.unlock();
    }
  }

  void ended(PutSession session) {
    sessions.remove(session);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("store is closed: " + files.directory());
    }
  }

  /**
   * Ends open sessions without a commit, stops a gc and waits for its end, and gives the lock back.
   * Does nothing the second time.
   *
   * @throws IllegalStateException if gc's own progress calls it
   */
  @Override
  public void close() {
    if (collecting.isHeldByCurrentThread()) {
      throw new IllegalStateException("gc is at work: interrupt its thread instead of closing");
    }
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      lock.unlock();
    }
    List.copyOf(sessions).forEach(PutSession::close);
    StoreWriter now = writer;
    if (now != null) {
      collecting.lock(); // gc deletes what it wrote while the lock still keeps other writers away
      try {
        now.close();
      } finally {
        collecting.unlock();
      }
    }
    shelf.close();
  }
}
