package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.ConflictException;
import dev.carrack.core.LimitException;
import dev.carrack.core.Multihash;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One put: blocks go to packs of its own, and nothing of it is visible or durable until {@link
 * #commit} has returned; then all of it is. Closing it without a commit leaves nothing behind, and
 * so does any failure of the disk. Several sessions may run side by side. Thread-safe, but one
 * thread is served at a time.
 *
 * <p>The caller's thread writes; from 8 MiB on, commitments are computed by up to three threads of
 * the session, in about 7 MB, which end with it. An interrupt ends the session.
 *
 * <p>From its first block that is already in the store until it ends, a session keeps gc waiting:
 * keep it short, do not call gc from the thread that holds it, and do not begin another in between.
 */
public final class PutSession implements BlockSink, AutoCloseable {

  /** A leaf of the usual 1 MiB with what stands in front of it. */
  private static final int BUFFER = (1 << 20) + PackFormat.MAX_HEAD;

  private final ReentrantLock lock = new ReentrantLock();
  private final PackStore store;
  private final StoreWriter writer;
  private final StoreFiles files;
  private final Shelf shelf;
  private final PackOptions options;
  private final Progress progress;
  private final byte[] buffer;
  private final List<PackWriter> packs = new ArrayList<>();
  private Lookup sealed = Lookup.EMPTY;
  private boolean shared;
  private boolean ended;
  private long blocks;
  private long bytes;
  private long newBlocks;
  private long newBytes;

  PutSession(
      PackStore store,
      StoreWriter writer,
      StoreFiles files,
      Shelf shelf,
      PackOptions options,
      Progress progress) {
    this.store = store;
    this.writer = writer;
    this.files = files;
    this.shelf = shelf;
    this.options = options;
    this.progress = progress;
    this.buffer = buffer(options);
  }

  static byte[] buffer(PackOptions options) {
    return new byte[(int) Math.min(BUFFER, options.packBytes())];
  }

  static void checkSize(Block block) {
    if (block.size() + Cid.MAX_BYTES > PackFormat.MAX_SECTION) {
      throw new LimitException(
          "block %s has %d bytes".formatted(block.cid(), block.size()),
          "a block and its CID have at most 8 MiB: chunk the data smaller");
    }
  }

  /**
   * Takes a block, unless the store or this session has its bytes already.
   *
   * @throws LimitException if the block is too large for a CAR section, which has at most 8 MiB
   * @throws StorageException if the disk fails or is full; the session is over then
   * @throws CancelledException if the thread is interrupted; the session is over then
   * @throws IllegalStateException if the session is over
   */
  @Override
  public void put(Block block) {
    checkSize(block);
    lock.lock();
    try {
      checkOpen();
      Progress.checkInterrupt("put");
      if (!block.cid().hash().isIdentity() && !isHere(block.cid().hash())) {
        add(block);
      }
      count(block.size());
    } catch (IOException e) {
      throw failed(e);
    } catch (CancelledException e) {
      end();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /**
   * As {@link #put(Block)}: the bytes are copied to where the pack's file is written from, and
   * hashed there.
   */
  @Override
  public Cid put(Codec codec, byte[] data, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, data.length);
    lock.lock();
    try {
      checkOpen();
      Progress.checkInterrupt("put");
      Optional<Cid> put = packs.isEmpty() ? known(codec, data, offset, length) : Optional.empty();
      if (put.isEmpty() && !packs.isEmpty() && last().canStage(length)) {
        put = Optional.of(staged(codec, data, offset, length));
      }
      if (put.isEmpty()) {
        return BlockSink.super.put(codec, data, offset, length);
      }
      count(length);
      return put.get();
    } catch (IOException e) {
      throw failed(e);
    } catch (CancelledException e) {
      end();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** The CID, if the block is in the store: then there may be nothing to write at all. */
  private Optional<Cid> known(Codec codec, byte[] data, int offset, int length) throws IOException {
    Cid cid = Cid.of(codec, data, offset, length);
    return isHere(cid.hash()) ? Optional.of(cid) : Optional.empty();
  }

  private Cid staged(Codec codec, byte[] data, int offset, int length) throws IOException {
    PackWriter pack = last();
    Cid cid = pack.stage(codec, data, offset, length);
    if (isHere(cid.hash())) {
      return cid;
    }
    if (!pack.fits(cid, length)) {
      Block block = Block.adopt(codec, Arrays.copyOfRange(data, offset, offset + length));
      add(block);
      return block.cid();
    }
    pack.keep(cid, length);
    newBlocks++;
    newBytes += length;
    return cid;
  }

  private void add(Block block) throws IOException {
    pack(block).add(block);
    newBlocks++;
    newBytes += block.size();
  }

  private void count(int length) {
    blocks++;
    bytes += length;
    progress.at("put", bytes, -1);
  }

  private boolean isHere(Multihash hash) throws IOException {
    for (PackWriter pack : packs) {
      if (pack.holds(hash)) {
        return true;
      }
    }
    return sealedHolds(hash) || inStore(hash);
  }

  /** Packs of this session that are full: their index is compact, their files are not published. */
  private boolean sealedHolds(Multihash hash) throws IOException {
    for (Lookup.Place place : sealed.find(hash)) {
      for (PackWriter pack : packs) {
        if (pack.id() == place.pack() && pack.isAt(place.offset(), hash)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean inStore(Multihash hash) throws IOException {
    if (!shelf.holds(hash)) {
      return false;
    }
    // From here on gc must wait; it may have run since the look, so look again.
    return share() || shelf.holds(hash);
  }

  /** Enters the store's shared lock; true if this session was inside already. */
  private boolean share() {
    if (shared) {
      return true;
    }
    writer.gate().enterShared();
    shared = true;
    return false;
  }

  private PackWriter last() {
    return packs.get(packs.size() - 1);
  }

  private PackWriter pack(Block block) throws IOException {
    if (!packs.isEmpty()) {
      PackWriter last = last();
      if (last.fits(block.cid(), block.size())) {
        return last;
      }
      last.seal();
      last.setAside();
      sealed = sealed.with(Map.of(last.id(), last.run()));
    }
    PackWriter next = writer.newPack(options, buffer);
    packs.add(next);
    return next;
  }

  /**
   * Makes everything put durable and visible together with the changes of references: when this
   * returns, it survives a crash and a power loss. The session is over then, also if it throws.
   *
   * @param root what the packs are about; their CAR headers name it
   * @param refs references to set and remove; each target must be in the store or in this session
   * @throws NotFoundException if a reference's target is not here
   * @throws ConflictException if a reference is not as expected
   * @throws StorageException if the disk fails or is full
   * @throws IllegalStateException if the session is over
   */
  public Committed commit(Cid root, RefChanges refs) {
    lock.lock();
    try {
      checkOpen();
      Progress.checkInterrupt("commit");
      share();
      refs.check(writer.state().refs());
      checkTargets(refs);
      List<PackInfo> infos = finishPacks(root);
      Map<Integer, Run> runs = new HashMap<>();
      packs.forEach(pack -> runs.put(pack.id(), pack.run()));
      publish(infos, refs);
      packs.clear(); // the store's now, whatever happens next
      shelf.adopt(runs);
      return new Committed(root, infos, blocks, bytes, newBlocks, newBytes);
    } catch (IOException e) {
      throw failed(e);
    } finally {
      end();
      lock.unlock();
    }
  }

  private void checkTargets(RefChanges refs) throws IOException {
    for (Map.Entry<String, Cid> ref : refs.targets().entrySet()) {
      Multihash hash = ref.getValue().hash();
      if (!hash.isIdentity() && !isHere(hash)) {
        throw new NotFoundException(
            "reference '%s' would point to %s, which is not here"
                .formatted(ref.getKey(), ref.getValue()),
            "put its blocks first");
      }
    }
  }

  private List<PackInfo> finishPacks(Cid root) throws IOException {
    if (packs.isEmpty()) {
      return List.of();
    }
    last().seal();
    List<PackInfo> infos = new ArrayList<>();
    for (PackWriter pack : packs) {
      infos.add(pack.finish(Optional.of(root)));
      progress.at("commit", infos.size(), packs.size());
    }
    files.disk().forceDirectory(files.packs());
    return infos;
  }

  private void publish(List<PackInfo> infos, RefChanges refs) {
    if (infos.isEmpty() && refs.isEmpty()) {
      return;
    }
    try {
      writer.publish(
          state -> {
            refs.check(state.refs());
            return new CommitRecord(
                infos, List.of(), refs.targets(), refs.removed(), writer.nextPack());
          });
    } catch (StorageException e) {
      if (writer.isUncertain()) {
        packs.clear(); // left for the next opening to decide
      }
      throw e;
    }
  }

  private CarrackException failed(IOException e) {
    Path file = packs.isEmpty() ? files.packs() : last().path();
    CarrackException failure = DiskFailure.of(e, "cannot write", file, files.disk());
    end();
    return failure;
  }

  private void checkOpen() {
    if (ended) {
      throw new IllegalStateException("put session is over: begin another");
    }
  }

  /** The bytes put so far, repeats included. */
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** The bytes of blocks that were not in the store before. */
  public long newBytes() {
    lock.lock();
    try {
      return newBytes;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the session; what was not committed is gone. Does nothing the second time. */
  @Override
  public void close() {
    lock.lock();
    try {
      end();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      for (PackWriter pack : packs) {
        pack.discard();
      }
    } finally {
      packs.clear();
      if (shared) {
        writer.gate().leaveShared();
      }
      store.ended(this);
    }
  }
}
