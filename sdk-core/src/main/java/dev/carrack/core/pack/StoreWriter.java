package dev.carrack.core.pack;

import dev.carrack.core.CarrackException;
import dev.carrack.core.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a store: holds the lock file and the open log, hands out pack numbers and
 * publishes commit records. Opening it recovers the store. Thread-safe.
 */
final class StoreWriter implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

  /** Log items in one record of a rewritten log. */
  private static final int SNAPSHOT_ITEMS = 1024;

  /** A log of so many bytes is not worth shortening. */
  private static final int SHORT_LOG = 2 << 10;

  private final ReentrantLock publishing = new ReentrantLock();
  private final StoreFiles files;
  private final Closeable lock;
  private final RecordLog log;
  private final AtomicInteger nextPack;
  private final Gate gate = new Gate();
  private volatile StoreState state;
  private boolean closed;

  private StoreWriter(StoreFiles files, Closeable lock, RecordLog log, StoreState state) {
    this.files = files;
    this.lock = lock;
    this.log = log;
    this.state = state;
    this.nextPack = new AtomicInteger(state.nextPack());
  }

  /**
   * Takes the lock, cuts an unacknowledged tail off the log and deletes pack files that no record
   * names: what a crashed put or gc left.
   */
  static StoreWriter open(StoreFiles files) {
    Disk disk = files.disk();
    @Nullable Closeable lock = null;
    @Nullable RecordLog log = null;
    try {
      disk.createDirectories(files.directory());
      lock = disk.lock(files.lock());
      files.checkLogIsNotLost();
      StoreState[] state = {StoreState.EMPTY};
      log =
          RecordLog.open(
              disk,
              files.log(),
              StoreFiles.KIND,
              StoreFiles.VERSION,
              (position, payload) -> state[0] = files.apply(state[0], position, payload));
      disk.createDirectories(files.packs());
      files.deleteAllBut(state[0].packs().keySet());
      return new StoreWriter(files, lock, log, state[0]);
    } catch (IOException e) {
      closeAll(log, lock);
      throw DiskFailure.of(e, "cannot open", files.directory(), disk);
    } catch (CarrackException e) {
      closeAll(log, lock);
      throw e;
    }
  }

  private static void closeAll(@Nullable RecordLog log, @Nullable Closeable lock) {
    if (log != null) {
      log.close();
    }
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      LOG.warn("cannot give back the lock: {}", e.getMessage());
    }
  }

  StoreState state() {
    return state;
  }

  Gate gate() {
    return gate;
  }

  /**
   * Creates the file of a new pack; what cannot be deleted from a crash long ago is passed over.
   */
  PackWriter newPack(PackOptions options, byte[] buffer) throws IOException {
    while (true) {
      int id = nextPack.getAndIncrement();
      if (id == Integer.MAX_VALUE) {
        throw new StorageException("this store has used up its pack numbers", "start a new store");
      }
      Path path = files.packs().resolve(PackFormat.fileName(id));
      try {
        return new PackWriter(files.disk(), id, path, options, buffer);
      } catch (FileAlreadyExistsException e) {
        LOG.debug("{} is in the way", path);
      }
    }
  }

  /**
   * Makes one record durable, then visible.
   *
   * @param record from the state as it is then; may throw to refuse
   */
  void publish(Function<StoreState, CommitRecord> record) {
    publishing.lock();
    try {
      if (closed) {
        throw new IllegalStateException("store is closed: " + files.directory());
      }
      CommitRecord next = record.apply(state);
      StoreState after = state.with(next);
      log.append(next.encode());
      state = after;
    } finally {
      publishing.unlock();
    }
  }

  /**
   * Whether a record that could not be published may turn up at the next opening all the same: then
   * its packs must stay. If it does not turn up, they are deleted there.
   */
  boolean isUncertain() {
    return log.isUncertain();
  }

  /**
   * Replaces the log by a snapshot where that is much shorter.
   *
   * @throws StorageException if the disk fails or is full; the log stays as it is
   */
  void shortenLog() {
    publishing.lock();
    try {
      if (closed || log.size() < SHORT_LOG) {
        return;
      }
      List<byte[]> snapshot = CommitRecord.snapshot(state, SNAPSHOT_ITEMS);
      long size = LogScan.HEADER;
      for (byte[] record : snapshot) {
        size += LogScan.frameSize(record.length);
      }
      if (log.size() >= 2 * size) {
        log.rewrite(snapshot);
      }
    } finally {
      publishing.unlock();
    }
  }

  /** The number to write into a record: no pack file has had it, or a greater one. */
  int nextPack() {
    return nextPack.get();
  }

  @Override
  public void close() {
    publishing.lock();
    try {
      if (!closed) {
        closed = true;
        closeAll(log, lock);
      }
    } finally {
      publishing.unlock();
    }
  }
}
