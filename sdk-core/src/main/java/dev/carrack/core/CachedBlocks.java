package dev.carrack.core;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A source in front of which the blocks read last are kept, checked, up to a budget of bytes: a
 * range of one of them is a copy, not another hash over the whole block. For reads at random; who
 * reads from first to last gains nothing.
 *
 * <p>A block is kept when it is asked for the second time before as many others as fit: reads that
 * go everywhere do not push out what is read again and again, and cost no memory.
 *
 * <p>Only {@link #read ranges} are served from memory. Blocks themselves come from the source: they
 * are immutable and may be held for ever, while the memory here is used again. Thread-safe if the
 * source is; blocks are read outside the lock, so several threads may read one at once.
 */
public final class CachedBlocks implements RangeSource {

  /** A block in memory; the array is written before it is shared, and again only without users. */
  private static final class Entry {
    private final byte[] data;
    private int users = 1;

    Entry(byte[] data) {
      this.data = data;
    }
  }

  /** Blocks smaller than this are remembered as if they had this size, in bytes. */
  private static final int LEAST = 1 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Multihash> missed = new LinkedHashSet<>();
  private final Map<Multihash, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final BlockSource source;
  private final long budget;
  private long held;

  private CachedBlocks(BlockSource source, long budget) {
    this.source = source;
    this.budget = budget;
  }

  /**
   * A cache that is empty.
   *
   * @param budget the most bytes of blocks to keep, 0 or more; a read may hold one block more
   */
  public static CachedBlocks over(BlockSource source, long budget) {
    if (budget < 0) {
      throw new IllegalArgumentException("a budget is 0 bytes or more, not " + budget);
    }
    return new CachedBlocks(source, budget);
  }

  @Override
  public int read(Cid cid, int offset, ByteBuffer out) {
    Objects.checkIndex(offset, Integer.MAX_VALUE);
    Entry entry = enter(cid.hash());
    if (entry == null && source instanceof BlockReader reader && !missedLately(cid.hash())) {
      int size = reader.scan(cid, offset, out);
      missed(cid.hash(), size);
      return size;
    }
    if (entry == null) {
      Optional<byte[]> data = load(cid);
      if (data.isEmpty()) {
        return -1;
      }
      entry = keep(cid.hash(), data.get());
    }
    try {
      byte[] data = entry.data;
      int count = Math.min(out.remaining(), data.length - offset);
      if (count > 0) {
        out.put(data, offset, count);
      }
      return data.length;
    } finally {
      leave(entry);
    }
  }

  private boolean missedLately(Multihash hash) {
    lock.lock();
    try {
      return missed.remove(hash);
    } finally {
      lock.unlock();
    }
  }

  /** Remembers as many blocks that were not here as blocks of that size could be. */
  private void missed(Multihash hash, int size) {
    lock.lock();
    try {
      if (size >= 0 && size <= budget) {
        missed.add(hash);
        Iterator<Multihash> eldest = missed.iterator();
        for (long excess = missed.size() - budget / Math.max(size, LEAST); excess > 0; excess--) {
          eldest.next();
          eldest.remove();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<byte[]> load(Cid cid) {
    return source instanceof BlockReader reader
        ? reader.read(cid, this::memory)
        : source.get(cid).map(Block::bytes);
  }

  private @Nullable Entry enter(Multihash hash) {
    lock.lock();
    try {
      Entry entry = entries.get(hash);
      if (entry != null) {
        entry.users++;
      }
      return entry;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Entry entry) {
    lock.lock();
    try {
      entry.users--;
    } finally {
      lock.unlock();
    }
  }

  /** An array that nobody uses: that of a block which has to go, where it has the right size. */
  private byte[] memory(int size) {
    byte[] freed = free(size);
    return freed.length == size ? freed : new byte[size];
  }

  /** Makes room for so many bytes; an array of that size that became free, or another. */
  private byte[] free(int size) {
    byte[] freed = {};
    lock.lock();
    try {
      Iterator<Entry> eldest = entries.values().iterator();
      while (held + size > budget && eldest.hasNext()) {
        Entry entry = eldest.next();
        if (entry.users == 0) {
          eldest.remove();
          held -= entry.data.length;
          freed = entry.data.length == size ? entry.data : freed;
        }
      }
      return freed;
    } finally {
      lock.unlock();
    }
  }

  private Entry keep(Multihash hash, byte[] data) {
    free(data.length);
    lock.lock();
    try {
      Entry entry = new Entry(data);
      if (held + data.length <= budget && entries.putIfAbsent(hash, entry) == null) {
        held += data.length;
      }
      return entry;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Block> get(Cid cid) {
    return source.get(cid);
  }

  @Override
  public boolean has(Cid cid) {
    return source.has(cid);
  }

  /** The bytes of blocks that are kept now. */
  public long held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }
}
