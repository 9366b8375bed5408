package dev.carrack.fuzz;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.unixfs.Entry;
import dev.carrack.core.unixfs.EntryKind;
import dev.carrack.core.unixfs.UnixFs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Files, directories and links in a graph of small blocks, see {@link BlockScript}. */
final class UnixFsTarget {

  private static final int PREFIX = 1 << 16;
  private static final int ENOUGH = 300;

  /** Ends a walk that a graph of many paths would never end. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }

  private UnixFsTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    accepts(input);
  }

  /** Whether the root can be walked; throws if a claim about it fails. */
  static boolean accepts(byte[] input) {
    BlockScript script = new BlockScript(input);
    List<Cid> cids = script.cids();
    if (cids.isEmpty()) {
      return false;
    }
    MemoryBlockStore store = script.store();
    Cid root = cids.get(cids.size() - 1);
    boolean walked = passes(() -> walk(store, root));
    boolean listed = passes(() -> entity(store, root));
    boolean read = passes(() -> look(store, root));
    return walked && listed && read;
  }

  private static boolean passes(Runnable action) {
    try {
      action.run();
      return true;
    } catch (CarrackException | Enough e) {
      return false;
    }
  }

  private static void walk(MemoryBlockStore store, Cid root) {
    AtomicInteger visits = new AtomicInteger();
    UnixFs.walk(
        store,
        root,
        (path, entry) -> {
          stopAfterEnough(visits);
          entry.target();
          entry.mode();
          entry.modified();
          Claim.holds(entry.toString().contains(entry.name()), "an entry prints its name");
        });
  }

  private static void entity(MemoryBlockStore store, Cid root) {
    AtomicInteger visits = new AtomicInteger();
    UnixFs.entity(store, root, Dag.Repeats.KEEP, block -> stopAfterEnough(visits));
  }

  private static void stopAfterEnough(AtomicInteger visits) {
    if (visits.incrementAndGet() > ENOUGH) {
      throw new Enough();
    }
  }

  private static void look(MemoryBlockStore store, Cid root) {
    Entry entry = UnixFs.stat(store, root);
    if (entry.kind() == EntryKind.FILE) {
      file(store, entry);
    } else if (entry.kind() == EntryKind.DIRECTORY) {
      directory(store, root);
    }
  }

  private static void file(MemoryBlockStore store, Entry entry) {
    long size = entry.size();
    byte[] start = read(store, entry.cid(), 0, PREFIX);
    Claim.equal((long) start.length, Math.min(size, PREFIX), "a file has the bytes it promises");
    for (long at : new long[] {1, start.length / 2, start.length - 1L}) {
      if (at >= 0 && at < start.length) {
        byte[] middle = read(store, entry.cid(), at, 97);
        Claim.equal(
            middle,
            Arrays.copyOfRange(start, (int) at, (int) Math.min(at + 97, start.length)),
            "a range is a part of the whole");
      }
    }
    long far = Math.max(0, size - 33);
    byte[] end = read(store, entry.cid(), far, 64);
    Claim.equal((long) end.length, size - far, "a range ends where the file ends");
    Claim.equal(channel(store, entry.cid(), far, end.length), end, "a channel reads the same");
  }

  private static byte[] read(MemoryBlockStore store, Cid file, long offset, int length) {
    try (InputStream in = UnixFs.open(store, file, offset, length)) {
      return in.readNBytes(length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] channel(MemoryBlockStore store, Cid file, long offset, int length) {
    try (SeekableByteChannel in = UnixFs.channel(store, file)) {
      ByteBuffer out = ByteBuffer.allocate(length);
      in.position(offset);
      while (out.hasRemaining() && in.read(out) >= 0) {
        // reads on
      }
      return out.array();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void directory(MemoryBlockStore store, Cid root) {
    for (Entry entry : UnixFs.list(store, root)) {
      String name = entry.name();
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
        continue; // such a name is listed, but no path can hold it
      }
      Claim.equal(UnixFs.resolve(store, root, name).cid(), entry.cid(), "what is listed is found");
    }
  }
}
