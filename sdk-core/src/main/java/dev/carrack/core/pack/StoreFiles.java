package dev.carrack.core.pack;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a store: {@code log}, {@code .lock} and {@code packs/}.
 *
 * @param disk the file layer
 * @param directory the store, absolute
 */
record StoreFiles(Disk disk, Path directory) {

  static final String KIND = "packs";
  static final int VERSION = 1;

  static final Logger LOG = LoggerFactory.getLogger(StoreFiles.class);

  Path log() {
    return directory.resolve("log");
  }

  Path lock() {
    return directory.resolve(".lock");
  }

  Path packs() {
    return directory.resolve("packs");
  }

  Path pack(int id) {
    return packs().resolve(PackFormat.fileName(id));
  }

  /** The state after a log record, whose position names it in errors. */
  StoreState apply(StoreState state, long position, byte[] payload) {
    try {
      return state.with(CommitRecord.decode(payload));
    } catch (MalformedException | IntegrityException e) {
      throw new IntegrityException(
          "%s has no valid commit record at byte %d: %s".formatted(log(), position, e.getMessage()),
          "restore the log from a backup",
          e);
    }
  }

  /** Without its log, a store's packs would look like leftovers and be deleted: refuse. */
  void checkLogIsNotLost() throws IOException {
    if (!disk.exists(log())
        && disk.list(packs()).stream().anyMatch(path -> packId(path).isPresent())) {
      throw new StorageException(
          log() + " is missing, but there are packs beside it",
          "restore the log from a backup, or move the packs away and import them as CAR files");
    }
  }

  /** Deletes pack files that the log does not name; one that is still open elsewhere is left. */
  void deleteAllBut(Set<Integer> kept) throws IOException {
    for (Path path : disk.list(packs())) {
      OptionalInt id = packId(path);
      if (id.isPresent() && !kept.contains(id.getAsInt())) {
        delete(path);
      }
    }
  }

  void delete(Path pack) {
    try {
      disk.delete(pack);
    } catch (IOException e) {
      LOG.debug("{} will be deleted at the next opening: {}", pack, e.getMessage());
    }
  }

  private static OptionalInt packId(Path path) {
    return PackFormat.id(String.valueOf(path.getFileName()));
  }

  /**
   * Reads the log on from where {@code known} ends, or from its start where it was rewritten.
   *
   * @return {@code known} itself if there is nothing new
   */
  LogView read(LogView known) {
    try (Disk.File in = disk.openToRead(log())) {
      long generation = LogScan.generation(in, log(), KIND, VERSION);
      boolean goesOn = generation == known.generation() && in.size() >= known.end();
      if (goesOn && in.size() == known.end()) {
        return known;
      }
      StoreState[] state = {goesOn ? known.state() : StoreState.EMPTY};
      long from = goesOn ? known.end() : LogScan.HEADER;
      LogScan scan =
          LogScan.run(
              in,
              log(),
              from,
              (position, payload) -> state[0] = apply(state[0], position, payload));
      return new LogView(state[0], generation, scan.end());
    } catch (NoSuchFileException e) {
      return readMissing(known, e);
    } catch (IOException e) {
      throw DiskFailure.of(e, "cannot read", log(), disk);
    }
  }

  private LogView readMissing(LogView known, IOException cause) {
    try {
      checkLogIsNotLost();
    } catch (IOException e) {
      throw DiskFailure.of(e, "cannot read", packs(), disk);
    }
    if (known.end() > 0) {
      throw DiskFailure.of(cause, "cannot read", log(), disk);
    }
    return known;
  }

  /**
   * How far a reader has read.
   *
   * @param state what the log said there
   * @param generation of the log
   * @param end the byte behind the last record read; 0 where there was no log
   */
  record LogView(StoreState state, long generation, long end) {
    static final LogView NOTHING = new LogView(StoreState.EMPTY, 0, 0);
  }
}
