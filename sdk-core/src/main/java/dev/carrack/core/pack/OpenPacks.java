package dev.carrack.core.pack;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Pack files open to read, at most {@value #MAX_IDLE} idle ones. A file in use is never closed
 * under its readers. Thread-safe.
 */
final class OpenPacks implements Closeable {

  private static final int MAX_IDLE = 32;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, Handle> handles = new LinkedHashMap<>(16, 0.75f, true);
  private final Disk disk;
  private final Path directory;
  private boolean closed;

  OpenPacks(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /** A use of an open file; close it to let the file be closed. */
  final class Handle implements Closeable {
    private final Disk.File file;
    private int users;
    private boolean dropped;

    private Handle(Disk.File file) {
      this.file = file;
    }

    Disk.File file() {
      return file;
    }

    @Override
    public void close() throws IOException {
      lock.lock();
      try {
        users--;
        if (dropped && users == 0) {
          file.close();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  Path path(int pack) {
    return directory.resolve(PackFormat.fileName(pack));
  }

  /** Opens the pack's file, or shares it where it is open. */
  Handle use(int pack) throws IOException {
    lock.lock();
    try {
      Handle handle = handles.get(pack);
      if (handle == null) {
        handle = new Handle(disk.openToRead(path(pack)));
        handle.dropped = closed; // a call that close() overtook: nobody else would close it
      }
      if (!closed) {
        handles.putIfAbsent(pack, handle);
      }
      handle.users++;
      trim();
      return handle;
    } finally {
      lock.unlock();
    }
  }

  private void trim() throws IOException {
    var eldest = handles.values().iterator();
    for (int excess = handles.size() - MAX_IDLE; excess > 0 && eldest.hasNext(); ) {
      Handle handle = eldest.next();
      if (handle.users == 0) {
        eldest.remove();
        handle.file.close();
        excess--;
      }
    }
  }

  /** Lets go of packs that are gone, so that their files can be deleted. */
  void only(Set<Integer> kept) {
    lock.lock();
    try {
      handles
          .entrySet()
          .removeIf(
              entry -> {
                if (kept.contains(entry.getKey())) {
                  return false;
                }
                drop(entry.getValue());
                return true;
              });
    } finally {
      lock.unlock();
    }
  }

  private static void drop(Handle handle) {
    handle.dropped = true;
    if (handle.users == 0) {
      try {
        handle.file.close();
      } catch (IOException e) {
        // It was only read from.
      }
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      only(Set.of());
    } finally {
      lock.unlock();
    }
  }
}
