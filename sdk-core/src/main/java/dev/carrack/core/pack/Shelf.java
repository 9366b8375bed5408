package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Multihash;
import dev.carrack.core.pack.Lookup.Place;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and reads blocks in the packs of the store's state; loads their indexes at the first use.
 * Thread-safe.
 */
final class Shelf implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

  /** A pack of the state has no file: gc took it since, or it was lost. */
  static final class Gone extends Exception {
    private static final long serialVersionUID = 1L;
    private final int pack;

    Gone(int pack, Throwable cause) {
      super(cause);
      this.pack = pack;
    }

    int pack() {
      return pack;
    }
  }

  private final ReentrantLock loading = new ReentrantLock();
  private final OpenPacks open;
  private final Map<Integer, IOException> missing = new HashMap<>();
  private final Supplier<StoreState> state;
  private volatile View view = new View(StoreState.EMPTY, Lookup.EMPTY, Set.of());

  /** The index that belongs to a state, and the packs of it that have no file. */
  private record View(StoreState state, Lookup lookup, Set<Integer> lost) {}

  Shelf(Disk disk, Path directory, Supplier<StoreState> state) {
    this.open = new OpenPacks(disk, directory);
    this.state = state;
  }

  Path path(int pack) {
    return open.path(pack);
  }

  OpenPacks.Handle use(int pack) throws IOException {
    return open.use(pack);
  }

  /** The index of all packs; those without a file are left out. */
  Lookup lookup() throws IOException {
    return view().lookup();
  }

  /** Closes the files of packs that are gone. */
  void letGo() {
    open.only(state.get().packs().keySet());
  }

  private View view() throws IOException {
    View current = view;
    if (current.state().packs() == state.get().packs()) {
      return current;
    }
    loading.lock();
    try {
      StoreState now = state.get();
      Set<Integer> wanted = now.packs().keySet();
      Lookup kept = view.lookup().only(wanted);
      missing.keySet().retainAll(wanted);
      Map<Integer, Run> added = new TreeMap<>();
      for (PackInfo pack : now.packs().values()) {
        if (!kept.packs().contains(pack.id())) {
          added.put(pack.id(), load(pack));
        }
      }
      open.only(wanted);
      view = new View(now, kept.with(added), Set.copyOf(missing.keySet()));
      return view;
    } finally {
      loading.unlock();
    }
  }

  /** Takes the indexes of packs that were just written, so that they need not be read. */
  void adopt(Map<Integer, Run> packs) {
    loading.lock();
    try {
      Map<Integer, Run> added = new TreeMap<>(packs);
      added.keySet().removeAll(view.lookup().packs());
      view = new View(view.state(), view.lookup().with(added), view.lost());
    } finally {
      loading.unlock();
    }
  }

  private Run load(PackInfo pack) throws IOException {
    try (OpenPacks.Handle handle = open.use(pack.id())) {
      Disk.File file = handle.file();
      if (file.size() != pack.bytes()) {
        LOG.warn(
            "{} has {} bytes instead of {}; run verify",
            path(pack.id()),
            file.size(),
            pack.bytes());
      }
      Run run = Run.of(pack.id(), index(file, pack));
      missing.remove(pack.id());
      return run;
    } catch (ClosedByInterruptException e) {
      throw e; // says nothing about the pack
    } catch (IOException e) {
      missing.put(pack.id(), e);
      return Run.of(pack.id(), new PackIndex());
    }
  }

  private PackIndex index(Disk.File file, PackInfo pack) throws IOException {
    try {
      return PackScan.index(file, pack.bytes());
    } catch (MalformedException | EOFException e) {
      LOG.warn(
          "{} has a damaged index frame, reading its blocks instead; run verify", path(pack.id()));
      return rebuild(file, Math.min(file.size(), pack.bytes()));
    }
  }

  /** An index is only a help: without it, the frames tell the same. */
  private static PackIndex rebuild(Disk.File file, long size) throws IOException {
    PackIndex index = new PackIndex();
    long at = PackFormat.HEADER;
    try {
      while (at < size) {
        PackScan.Frame frame = PackScan.frame(file, at, size);
        if (!index.holds(frame.cid().hash())) {
          index.add(frame.cid(), frame.dataStart(), frame.dataSize());
        }
        at = frame.end();
      }
    } catch (MalformedException e) {
      LOG.warn("no frame at byte {}: blocks behind it cannot be read", at);
    }
    PackIndex sorted = new PackIndex();
    index.groups().stream()
        .map(
            group ->
                IndexGroup.of(group.codec(), group.code(), group.digestLength(), group.sorted()))
        .forEach(sorted.groups()::add);
    return sorted;
  }

  /** Makes something of a block in a file; throws if its bytes are not those of the CID. */
  interface Take<T> {
    T from(Disk.File file, Place place, String origin) throws IOException;
  }

  /** The block, as below. */
  Optional<Block> get(Cid cid) throws Gone, IOException {
    return get(
        cid,
        (file, place, origin) -> {
          byte[] data = new byte[place.length()];
          file.readFully(place.offset(), data, 0, data.length);
          return Block.verified(cid, data, origin);
        });
  }

  /**
   * What is made of the block.
   *
   * @throws IntegrityException if the only copies are damaged, naming pack and offset
   * @throws Gone if the pack that should hold it has no file, or may be one that has none
   */
  <T> Optional<T> get(Cid cid, Take<T> take) throws Gone, IOException {
    Optional<IntegrityException> damage = Optional.empty();
    View now = view();
    for (Place place : now.lookup().find(cid.hash())) {
      try (OpenPacks.Handle handle = open.use(place.pack())) {
        String origin = path(place.pack()) + " at byte " + place.offset();
        return Optional.of(take.from(handle.file(), place, origin));
      } catch (NoSuchFileException e) {
        throw new Gone(place.pack(), e);
      } catch (EOFException e) {
        damage =
            Optional.of(
                new IntegrityException(
                    "%s %s, before block %s at byte %d is whole"
                        .formatted(path(place.pack()), e.getMessage(), cid, place.offset()),
                    "restore the file from a copy",
                    e));
      } catch (IntegrityException e) {
        // Eight digest bytes may agree by chance: then this is another block, and not damaged.
        if (isAt(place, cid.hash())) {
          damage = Optional.of(e);
        }
      }
    }
    if (damage.isPresent()) {
      throw damage.get();
    }
    if (!now.lost().isEmpty() && recovered()) {
      return get(cid, take);
    }
    for (int pack : now.lost()) {
      throw new Gone(pack, new NoSuchFileException(path(pack).toString()));
    }
    return Optional.empty();
  }

  /** Whether the multihash in front of the bytes is the wanted one: the end of the frame's CID. */
  private boolean isAt(Place place, Multihash hash) throws IOException {
    byte[] wanted = hash.bytes();
    byte[] found = new byte[wanted.length];
    if (place.offset() < PackFormat.HEADER + wanted.length) {
      return false;
    }
    try (OpenPacks.Handle handle = open.use(place.pack())) {
      handle.file().readFully(place.offset() - wanted.length, found, 0, found.length);
    }
    return Arrays.equals(wanted, found);
  }

  /** The packs without a file, for one of them might hold what was not found. */
  Set<Integer> lost() throws IOException {
    if (!view().lost().isEmpty()) {
      recovered();
    }
    return view().lost();
  }

  /** Looks again for lost packs: the file may be back, or what hindered us gone. */
  private boolean recovered() throws IOException {
    loading.lock();
    try {
      Map<Integer, Run> found = new TreeMap<>();
      for (int id : view.lost()) {
        PackInfo pack = view.state().packs().get(id);
        Run run = pack == null ? Run.of(id, new PackIndex()) : load(pack);
        if (pack != null && !missing.containsKey(id)) {
          found.put(id, run);
        }
      }
      if (!found.isEmpty()) {
        view = new View(view.state(), view.lookup().with(found), Set.copyOf(missing.keySet()));
      }
      return !found.isEmpty();
    } finally {
      loading.unlock();
    }
  }

  /** Whether a pack holds the block; packs without a file hold nothing. */
  boolean holds(Multihash hash) throws IOException {
    for (Place place : lookup().find(hash)) {
      try {
        if (isAt(place, hash)) {
          return true;
        }
      } catch (NoSuchFileException | EOFException e) {
        LOG.warn("{} is missing or cut; run verify", path(place.pack()));
      }
    }
    return false;
  }

  @Override
  public void close() {
    open.close();
  }
}
