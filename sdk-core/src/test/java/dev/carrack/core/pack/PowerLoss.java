package dev.carrack.core.pack;

import dev.carrack.core.pack.MemoryDisk.Op;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What a disk may hold after the power failed: forced things for certain, of the rest any part.
 * Writes that were not forced are kept, lost, or torn at 512-byte sectors, each by itself, so also
 * out of order; a file may have grown without its bytes. Names that were not forced are kept or
 * lost.
 */
final class PowerLoss {

  /** How the disk treats what was not forced. */
  enum Fate {
    KEEP,
    DROP,
    TEAR,
    REORDER
  }

  private static final int SECTOR = 512;

  private final Map<Integer, byte[]> files = new HashMap<>();
  private final Map<Integer, List<Op>> pending = new HashMap<>();
  private final Map<Path, Integer> names = new TreeMap<>();
  private final Map<Path, Integer> current = new TreeMap<>();
  private final Map<Path, List<Runnable>> pendingNames = new HashMap<>();
  private final Set<Path> directories = new TreeSet<>();
  private final Fate fate;
  private final RandomGenerator random;

  private PowerLoss(Fate fate, RandomGenerator random) {
    this.fate = fate;
    this.random = random;
  }

  /** The disk after the first {@code count} operations and a power loss. */
  static MemoryDisk after(
      MemoryDisk start, List<Op> ops, int count, Fate fate, RandomGenerator random) {
    PowerLoss loss = new PowerLoss(fate, random);
    int next = 0;
    for (Map.Entry<Path, byte[]> file : start.content().entrySet()) {
      loss.names.put(file.getKey(), next);
      loss.files.put(next++, file.getValue());
    }
    loss.current.putAll(loss.names);
    loss.directories.addAll(start.directories());
    ops.subList(0, count).forEach(loss::run);
    return loss.crash();
  }

  private void run(Op op) {
    if (op instanceof Op.Create create) {
      files.put(create.file(), new byte[0]);
      current.put(create.path(), create.file());
      name(create.path(), () -> names.put(create.path(), create.file()));
    } else if (op instanceof Op.Write write) {
      pending.computeIfAbsent(write.file(), f -> new ArrayList<>()).add(write);
    } else if (op instanceof Op.Truncate truncate) {
      pending.computeIfAbsent(truncate.file(), f -> new ArrayList<>()).add(truncate);
    } else if (op instanceof Op.Force force) {
      pending.getOrDefault(force.file(), List.of()).forEach(this::apply);
      pending.remove(force.file());
    } else if (op instanceof Op.Rename rename) {
      int file = current.remove(rename.from());
      current.put(rename.to(), file);
      name(
          rename.to(),
          () -> {
            names.remove(rename.from());
            names.put(rename.to(), file);
          });
    } else if (op instanceof Op.Delete delete) {
      current.remove(delete.path());
      name(delete.path(), () -> names.remove(delete.path()));
    } else if (op instanceof Op.MakeDirectory made) {
      directories.add(made.path()); // the real disk forces each parent as it goes
    } else if (op instanceof Op.ForceDirectory forced) {
      pendingNames.getOrDefault(forced.path(), List.of()).forEach(Runnable::run);
      pendingNames.remove(forced.path());
    }
  }

  private void name(Path path, Runnable change) {
    pendingNames.computeIfAbsent(path.getParent(), p -> new ArrayList<>()).add(change);
  }

  private MemoryDisk crash() {
    pendingNames
        .values()
        .forEach(changes -> changes.stream().filter(c -> keep()).forEach(Runnable::run));
    pending.values().forEach(list -> list.forEach(this::maybe));
    Map<Path, byte[]> content = new TreeMap<>();
    names.forEach((path, file) -> content.put(path, files.get(file)));
    return MemoryDisk.holding(content, directories);
  }

  private boolean keep() {
    return fate == Fate.KEEP || (fate != Fate.DROP && random.nextBoolean());
  }

  private void maybe(Op op) {
    if (fate == Fate.TEAR && op instanceof Op.Write write) {
      tear(write);
    } else if (keep()) {
      apply(op);
    }
  }

  private void apply(Op op) {
    if (op instanceof Op.Write write) {
      put(write.file(), write.position(), write.bytes(), 0, write.bytes().length);
    } else if (op instanceof Op.Truncate truncate) {
      files.put(truncate.file(), Arrays.copyOf(files.get(truncate.file()), (int) truncate.size()));
    }
  }

  private void tear(Op.Write write) {
    int length = write.bytes().length;
    if (random.nextBoolean()) {
      grow(write.file(), (int) write.position() + length);
    }
    for (int i = 0; i < length; ) {
      int end =
          (int)
              Math.min(
                  length, (write.position() + i) / SECTOR * SECTOR + SECTOR - write.position());
      if (random.nextBoolean()) {
        put(write.file(), write.position(), write.bytes(), i, end);
      }
      i = end;
    }
  }

  private void put(int file, long position, byte[] bytes, int from, int to) {
    grow(file, (int) position + to);
    System.arraycopy(bytes, from, files.get(file), (int) position + from, to - from);
  }

  private void grow(int file, int size) {
    byte[] bytes = files.get(file);
    if (bytes.length < size) {
      files.put(file, Arrays.copyOf(bytes, size));
    }
  }
}
