package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.LimitException;
import dev.carrack.core.Multihash;
import dev.carrack.core.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The packs that a put into an empty store would write, with their sizes and PieceCIDs, computed in
 * the same single pass and written nowhere: what a file costs to publish, before it is stored, or
 * the name that a copy elsewhere must have. Memory is about 200 bytes a block and 300 KiB a pack.
 * Not thread-safe.
 *
 * <p>Large previews have threads at work until {@link #finish}: close one that is given up.
 */
public final class PackPreview implements BlockSink, AutoCloseable {

  private static final Path NOWHERE = Path.of("preview");

  private final Disk disk = new NoDisk();
  private final PackOptions options;
  private final byte[] buffer;
  private final List<PackWriter> packs = new ArrayList<>();
  private final Set<Multihash> seen = new HashSet<>();
  private boolean finished;

  /** A preview of packs cut as {@code options} say. */
  public PackPreview(PackOptions options) {
    this.options = options;
    this.buffer = PutSession.buffer(options);
  }

  /**
   * Takes a block, unless it was given before.
   *
   * @throws LimitException if the block is too large for a CAR section, which has at most 8 MiB
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   * @throws IllegalStateException after finish
   */
  @Override
  public void put(Block block) {
    PutSession.checkSize(block);
    checkOpen();
    Progress.checkInterrupt("preview");
    if (!block.cid().hash().isIdentity() && seen.add(block.cid().hash())) {
      in(() -> pack(block.cid(), block.size()).add(block));
    }
  }

  @Override
  public Cid put(Codec codec, byte[] data, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, data.length);
    checkOpen();
    if (packs.isEmpty() || !last().canStage(length)) {
      return BlockSink.super.put(codec, data, offset, length);
    }
    Progress.checkInterrupt("preview");
    Cid[] cid = new Cid[1];
    in(
        () -> {
          PackWriter pack = last();
          cid[0] = pack.stage(codec, data, offset, length);
          if (seen.contains(cid[0].hash())) {
            return;
          }
          if (pack.fits(cid[0], length)) {
            pack.keep(cid[0], length);
            seen.add(cid[0].hash());
          } else {
            put(Block.adopt(codec, Arrays.copyOfRange(data, offset, offset + length)));
          }
        });
    return cid[0];
  }

  /**
   * The packs in their order; none if no block was given.
   *
   * @param root what their headers name
   * @throws IllegalStateException after finish
   */
  public List<PackInfo> finish(Cid root) {
    checkOpen();
    finished = true;
    List<PackInfo> infos = new ArrayList<>();
    in(
        () -> {
          if (!packs.isEmpty()) {
            last().seal();
          }
          for (PackWriter pack : packs) {
            infos.add(pack.finish(Optional.of(root)));
          }
        });
    return infos;
  }

  /** Ends a preview that was not finished, and its threads; does nothing the second time. */
  @Override
  public void close() {
    finished = true;
    packs.forEach(PackWriter::discard);
    packs.clear();
  }

  private PackWriter last() {
    return packs.get(packs.size() - 1);
  }

  private PackWriter pack(Cid cid, int size) throws IOException {
    if (!packs.isEmpty()) {
      if (last().fits(cid, size)) {
        return last();
      }
      last().seal();
      last().setAside();
    }
    int id = packs.size() + 1;
    Path path = NOWHERE.resolve(PackFormat.fileName(id));
    PackWriter next = new PackWriter(disk, id, path, options, buffer);
    packs.add(next);
    return next;
  }

  private void checkOpen() {
    if (finished) {
      throw new IllegalStateException("the preview is finished: make another");
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void in(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new IllegalStateException("there is no disk that could fail", e);
    }
  }
}
