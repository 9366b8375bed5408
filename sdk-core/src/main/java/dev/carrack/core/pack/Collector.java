package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.CarrackException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One garbage collection: copies the live blocks of packs that hold dead ones into new packs,
 * publishes the exchange as one log record, and only then deletes the old files. Used once, while
 * it holds the exclusive side of the gate.
 */
final class Collector {

  private static final int BUFFER = 1 << 20;

  private final StoreWriter writer;
  private final StoreFiles files;
  private final Shelf shelf;
  private final PackOptions options;
  private final Progress progress;
  private final byte[] buffer;
  private final List<PackWriter> written = new ArrayList<>();
  private long copied;

  Collector(
      StoreWriter writer, StoreFiles files, Shelf shelf, PackOptions options, Progress progress) {
    this.writer = writer;
    this.files = files;
    this.shelf = shelf;
    this.options = options;
    this.progress = progress;
    this.buffer = new byte[(int) Math.min(BUFFER, options.packBytes())];
  }

  GcReport run() {
    try {
      StoreState state = writer.state();
      checkNothingIsLost();
      Marker marker = new Marker(shelf, progress);
      marker.mark(state.refs().values());
      List<PackInfo> victims = victims(state, marker);
      List<PackInfo> added = copy(victims, marker);
      publish(victims, added);
      return report(state, marker, victims, added);
    } catch (IOException e) {
      throw DiskFailure.of(e, "gc cannot go on in", files.packs(), files.disk());
    } finally {
      written.forEach(PackWriter::discard);
    }
  }

  private void checkNothingIsLost() throws IOException {
    for (int pack : shelf.lost()) {
      throw new StorageException(
          "pack file %s is missing, so gc cannot tell what is in use".formatted(files.pack(pack)),
          "restore the file from a copy first");
    }
  }

  private static List<PackInfo> victims(StoreState state, Marker marker) {
    Map<Integer, Integer> live = marker.livePerPack();
    return state.packs().values().stream()
        .filter(pack -> live.getOrDefault(pack.id(), 0) < pack.blocks())
        .toList();
  }

  private List<PackInfo> copy(List<PackInfo> victims, Marker marker) throws IOException {
    Map<Integer, Integer> live = marker.livePerPack();
    long total = victims.stream().mapToLong(PackInfo::bytes).sum();
    for (PackInfo pack : victims) {
      if (live.containsKey(pack.id())) {
        copy(pack, marker, total);
      }
    }
    List<PackInfo> added = new ArrayList<>();
    if (!written.isEmpty()) {
      written.get(written.size() - 1).seal();
      for (PackWriter pack : written) {
        added.add(pack.finish(Optional.empty()));
      }
      files.disk().forceDirectory(files.packs());
    }
    return added;
  }

  private void copy(PackInfo pack, Marker marker, long total) throws IOException {
    try (OpenPacks.Handle handle = shelf.use(pack.id())) {
      long end = PackScan.indexFrame(handle.file(), pack.bytes()).start();
      for (long at = PackFormat.HEADER; at < end; ) {
        Progress.checkInterrupt("gc");
        PackScan.Frame frame = PackScan.frame(handle.file(), at, end);
        if (marker.isLive(frame.cid().hash(), pack.id(), frame.dataStart())) {
          String origin = files.pack(pack.id()) + " at byte " + frame.dataStart();
          byte[] data = PackScan.data(handle.file(), frame);
          add(Block.verified(frame.cid(), data, origin));
        }
        copied += frame.end() - at;
        at = frame.end();
        progress.at("gc copy", copied, total);
      }
    } catch (MalformedException e) {
      throw new IntegrityException(
          "%s is damaged: %s".formatted(files.pack(pack.id()), e.getMessage()),
          "run verify and restore the file from a copy",
          e);
    }
  }

  private void add(Block block) throws IOException {
    if (written.isEmpty() || !written.get(written.size() - 1).fits(block.cid(), block.size())) {
      if (!written.isEmpty()) {
        written.get(written.size() - 1).seal();
        written.get(written.size() - 1).setAside();
      }
      written.add(writer.newPack(options, buffer));
    }
    PackWriter pack = written.get(written.size() - 1);
    if (!pack.holds(block.cid().hash())) {
      pack.add(block);
    }
  }

  private void publish(List<PackInfo> victims, List<PackInfo> added) {
    if (!victims.isEmpty()) {
      Map<Integer, Run> runs = new HashMap<>();
      written.forEach(pack -> runs.put(pack.id(), pack.run()));
      List<Integer> removed = victims.stream().map(PackInfo::id).toList();
      try {
        writer.publish(
            state -> new CommitRecord(added, removed, Map.of(), List.of(), writer.nextPack()));
      } catch (StorageException e) {
        if (writer.isUncertain()) {
          written.clear(); // left for the next opening to decide
        }
        throw e;
      }
      written.clear(); // the store's now, whatever happens next
      shelf.adopt(runs);
      shelf.letGo(); // of the old files, which Windows asks for
      removed.forEach(id -> files.delete(files.pack(id)));
    }
    try {
      writer.shortenLog();
    } catch (CarrackException e) {
      StoreFiles.LOG.warn("the log stays long: {}", e.getMessage());
    }
  }

  private static GcReport report(
      StoreState before, Marker marker, List<PackInfo> victims, List<PackInfo> added) {
    long blocks = before.packs().values().stream().mapToLong(PackInfo::blocks).sum();
    long bytes = bytes(before.packs().values());
    return new GcReport(
        marker.liveBlocks(),
        blocks - marker.liveBlocks(),
        bytes,
        bytes - bytes(victims) + bytes(added),
        victims.size(),
        added.size());
  }

  private static long bytes(java.util.Collection<PackInfo> packs) {
    return packs.stream().mapToLong(PackInfo::bytes).sum();
  }
}
