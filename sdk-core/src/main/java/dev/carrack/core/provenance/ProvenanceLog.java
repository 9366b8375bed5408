package dev.carrack.core.provenance;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.StorageException;
import dev.carrack.core.pack.RecordLog;
import dev.carrack.core.pack.WriterLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The append-only log of signed envelopes in a lake: {@code provenance/log}, a Merkle tree over it,
 * and {@code provenance/anchors}, where roots of it were made public. An entry, once {@link
 * #append} has returned, survives a crash and a power loss.
 *
 * <p>Opening reads the whole log and checks its checksums, and that every remembered anchor still
 * is the root of the log at its size; an entry is checked against the tree again whenever it is
 * read. The heap holds 36 bytes an entry, never the envelopes. One writer at a time over all
 * processes, any number of readers. Thread-safe; sizes and indices are counts of entries.
 */
public final class ProvenanceLog implements AutoCloseable {

  private static final String ENTRIES = "PROVLOG";
  private static final String ANCHORS = "ANCHORS";
  private static final int VERSION = 1;

  /** Told each entry in order. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One entry.
     *
     * @param index its position in the log, from 0
     */
    void entry(long index, Envelope envelope);
  }

  private final Path file;
  private final MerkleTree tree = new MerkleTree();
  private final List<Anchored> anchored = new ArrayList<>();
  private @Nullable WriterLock lock;
  private @Nullable RecordLog entries;
  private @Nullable RecordLog anchors;

  private ProvenanceLog(Path lake) {
    this.file = file(lake);
  }

  private static Path file(Path lake) {
    return lake.resolve("provenance").resolve("log");
  }

  private static Path anchorFile(Path log) {
    return log.resolveSibling("anchors");
  }

  /**
   * Opens a lake's log to append to, creating it if it is not there.
   *
   * @throws dev.carrack.core.LockedException if another process or handle has it open to write
   * @throws IntegrityException if the log or an anchor of it is damaged
   * @throws dev.carrack.core.UnsupportedVersionException if it is of another format
   * @throws StorageException if the disk fails
   */
  public static ProvenanceLog open(Path lake) {
    ProvenanceLog log = new ProvenanceLog(lake);
    try {
      Files.createDirectories(log.file.getParent());
    } catch (IOException e) {
      throw new StorageException(
          "cannot create " + log.file.getParent(), "check the path and its permissions", e);
    }
    boolean opened = false;
    try {
      log.lock = WriterLock.acquire(log.file.resolveSibling(".lock"));
      log.entries = RecordLog.open(log.file, ENTRIES, VERSION, log::replay);
      log.anchors = RecordLog.open(anchorFile(log.file), ANCHORS, VERSION, log::replayAnchor);
      opened = true;
      return log;
    } finally {
      if (!opened) {
        log.close();
      }
    }
  }

  /**
   * Reads a lake's log as it is now, without locking out its writer; nothing can be appended. A log
   * that nobody has begun is empty.
   *
   * @throws IntegrityException if the log or an anchor of it is damaged
   * @throws dev.carrack.core.UnsupportedVersionException if it is of another format
   * @throws StorageException if the disk fails
   */
  public static ProvenanceLog read(Path lake) {
    ProvenanceLog log = new ProvenanceLog(lake);
    // Anchors first: those read by now cover no entry that is not in the log a moment later.
    List<byte[]> found = new ArrayList<>();
    if (Files.exists(anchorFile(log.file))) {
      RecordLog.read(anchorFile(log.file), ANCHORS, VERSION, (at, bytes) -> found.add(bytes));
    }
    if (Files.exists(log.file)) {
      RecordLog.read(log.file, ENTRIES, VERSION, log::replay);
    }
    found.forEach(bytes -> log.replayAnchor(0, bytes));
    return log;
  }

  private void replay(long position, byte[] payload) {
    tree.append(MerkleTree.leafHash(payload));
  }

  private void replayAnchor(long position, byte[] payload) {
    Anchored found = Anchored.decode(payload);
    if (found.size() > tree.size()
        || !tree.root((int) found.size()).equals(found.anchor().root())) {
      throw new IntegrityException(
          "%s is not the log that was anchored on %s at size %d"
              .formatted(file, found.anchor().ledger(), found.size()),
          "entries were changed or lost: restore the file from a backup");
    }
    anchored.add(found);
  }

  /**
   * Appends an envelope and makes it durable.
   *
   * @return its index
   * @throws StorageException if the disk fails or is full; the entry is not kept
   * @throws IllegalStateException if the log is closed or was opened to read
   */
  public synchronized long append(Envelope envelope) {
    byte[] bytes = envelope.bytes();
    writable(entries).append(bytes);
    tree.append(MerkleTree.leafHash(bytes));
    return tree.size() - 1L;
  }

  private static RecordLog writable(@Nullable RecordLog log) {
    if (log == null) {
      throw new IllegalStateException("this log is closed or was opened to read: use open()");
    }
    return log;
  }

  /** Number of entries. */
  public synchronized long size() {
    return tree.size();
  }

  /**
   * The root at an earlier size, or now.
   *
   * @throws IllegalArgumentException if the log never had that size
   */
  public synchronized Digest root(long size) {
    return tree.root(index(size));
  }

  /**
   * The proof that an entry is in the log of {@code size} entries.
   *
   * @throws IllegalArgumentException unless 0 &lt;= index &lt; size &lt;= {@link #size()}
   */
  public synchronized InclusionProof inclusion(long index, long size) {
    return tree.inclusion(index(index), index(size));
  }

  /**
   * The proof that the log of {@code first} entries is a prefix of that of {@code second}.
   *
   * @throws IllegalArgumentException unless 1 &lt;= first &lt;= second &lt;= {@link #size()}
   */
  public synchronized ConsistencyProof consistency(long first, long second) {
    return tree.consistency(index(first), index(second));
  }

  private static int index(long value) {
    return (int) Math.min(Math.max(value, -1), Integer.MAX_VALUE);
  }

  /**
   * One entry, read from disk and checked against the tree. It costs a pass over the log; use
   * {@link #forEach} for many.
   *
   * @throws IllegalArgumentException if there is no such entry
   * @throws IntegrityException if the file changed since it was opened
   */
  public Envelope entry(long index) {
    if (index < 0 || index >= size()) {
      throw new IllegalArgumentException("no entry " + index + " in a log of " + size());
    }
    List<Envelope> found = new ArrayList<>();
    scan(
        (at, bytes) -> {
          if (at == index) {
            found.add(Envelope.decode(bytes));
          }
        });
    return found.get(0);
  }

  /**
   * Reads the entries there are now, in order, each checked against the tree.
   *
   * @throws IntegrityException if the file changed since it was opened
   * @throws StorageException if the disk fails
   */
  public void forEach(Visitor visitor) {
    scan((index, bytes) -> visitor.entry(index, Envelope.decode(bytes)));
  }

  /** As {@link #forEach}, but leaves the envelopes' bytes as they are: ten times as fast. */
  void scan(BiConsumer<Long, byte[]> visitor) {
    long size = size();
    if (size == 0) {
      return;
    }
    long[] next = {0};
    RecordLog.read(
        file,
        ENTRIES,
        VERSION,
        (position, bytes) -> {
          long index = next[0]++;
          if (index < size) {
            requireLeaf(index, bytes);
            visitor.accept(index, bytes);
          }
        });
    if (next[0] < size) {
      throw changed(next[0]);
    }
  }

  private synchronized void requireLeaf(long index, byte[] payload) {
    if (!tree.leaf((int) index).equals(MerkleTree.leafHash(payload))) {
      throw changed(index);
    }
  }

  private IntegrityException changed(long index) {
    return new IntegrityException(
        "%s: entry %d is not what it was when the log was opened".formatted(file, index),
        "restore the file from a backup");
  }

  /**
   * The oldest entries that no anchor covers, at most {@link Batch#MAX_ENTRIES}; empty if there are
   * none. Anchor its root, then tell {@link #anchored(Batch, Anchor)}, until this is empty.
   */
  public synchronized Optional<Batch> pending() {
    int first = anchored.isEmpty() ? 0 : (int) anchored.get(anchored.size() - 1).size();
    int end = Math.min(tree.size(), first + Batch.MAX_ENTRIES);
    if (first == end) {
      return Optional.empty();
    }
    List<Digest> leaves = new ArrayList<>(end - first);
    for (int i = first; i < end; i++) {
      leaves.add(tree.leaf(i));
    }
    return Optional.of(Batch.of(first, tree.frontier(first), leaves));
  }

  /**
   * Remembers durably that a batch is anchored, so that proofs can say so.
   *
   * @throws IllegalArgumentException if the anchor is not that of the batch, or the batch not the
   *     next of this log
   * @throws StorageException if the disk fails or is full
   * @throws IllegalStateException if the log is closed or was opened to read
   */
  public synchronized void anchored(Batch batch, Anchor anchor) {
    boolean fits =
        anchor.root().equals(batch.root())
            && batch.size() <= tree.size()
            && tree.root((int) batch.size()).equals(batch.root())
            && (anchored.isEmpty() || anchored.get(anchored.size() - 1).size() < batch.size());
    if (!fits) {
      throw new IllegalArgumentException(
          "anchor of " + anchor.root() + " is not that of this log's next batch: " + batch);
    }
    Anchored next = new Anchored(batch.size(), anchor);
    writable(anchors).append(next.bytes());
    anchored.add(next);
  }

  /** Where the log was anchored, oldest first. */
  public synchronized List<Anchored> anchored() {
    return List.copyOf(anchored);
  }

  /** Closes the files and gives the lock back; does nothing the second time. */
  @Override
  public synchronized void close() {
    if (entries != null) {
      entries.close();
      entries = null;
    }
    if (anchors != null) {
      anchors.close();
      anchors = null;
    }
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        throw new StorageException("cannot unlock " + file, "end this process to unlock it", e);
      }
      lock = null;
    }
  }
}
