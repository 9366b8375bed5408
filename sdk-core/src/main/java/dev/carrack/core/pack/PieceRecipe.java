package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.car.VirtualCar;
import dev.carrack.core.piece.PieceCid;
import dev.carrack.core.piece.PieceHasher;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a Filecoin piece consists of, before any byte of it is written: a CAR header with the root,
 * blocks reachable from it in a fixed order, and the index frame of format v1. The bytes come from
 * whatever source has the blocks, are checked again while they are sent, and are always the same:
 * so is the {@link PieceCid}. Immutable and thread-safe.
 *
 * <p>The order is that of an import: links in their order, each block behind all that it links to.
 * Putting blocks into an empty {@link PackStore} in that order, under the same root and options,
 * writes packs of the same bytes. Format: docs/format-v1.md, "Packs".
 */
public final class PieceRecipe {

  private static final int BUFFER = 256 << 10;

  private final VirtualCar car;
  private final Cid root;
  private final Block index;

  PieceRecipe(VirtualCar car, Cid root, Block index) {
    this.car = car;
    this.root = root;
    this.index = index;
  }

  /**
   * Plans the pieces that bring a graph to where part of it is already: every block reachable from
   * the root that is not there is in exactly one, and no other block. Each block is read once, to
   * learn its size and links, but raw blocks that are there already.
   *
   * @param there whether the place the pieces go to has a block; asked for each block by itself, as
   *     having a block is not having what it links to
   * @param limits the most bytes, all frames included, and blocks of a piece
   * @param progress told the bytes planned
   * @return none if everything is there
   * @throws dev.carrack.core.NotFoundException if the source lacks a block
   * @throws dev.carrack.core.LimitException if a block does not fit into a piece by itself
   * @throws dev.carrack.core.MalformedException if a block is not what its codec says
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   */
  public static List<PieceRecipe> plan(
      BlockSource source, Cid root, Predicate<Cid> there, PackOptions limits, Progress progress) {
    RecipePlan plan = new RecipePlan(root, limits);
    long[] bytes = {0};
    new PutOrder(
            source,
            there,
            (cid, size) -> {
              plan.add(cid, size);
              bytes[0] += size;
              progress.at("plan pieces", bytes[0], -1);
            })
        .walk(root);
    return plan.finish();
  }

  /** The root in the header; the CID of the index frame where the graph's root has not 36 bytes. */
  public Cid root() {
    return root;
  }

  /** The length of the piece before padding, in bytes: {@link PieceCid#rawSize()}. */
  public long length() {
    return car.length();
  }

  /** The number of blocks, without the index frame. */
  public int blocks() {
    return car.count() - 1;
  }

  /** The CID of block {@code i}. */
  public Cid cid(int i) {
    return car.cid(i);
  }

  /**
   * The bytes of the piece from {@code offset} on; errors are those of {@link VirtualCar#open}.
   *
   * @param offset 0 to {@link #length}
   */
  public InputStream open(BlockSource source, long offset) {
    return car.open(withIndex(source), offset);
  }

  /** The bytes of the piece as a read-only channel; errors are those of {@link VirtualCar#open}. */
  public SeekableByteChannel channel(BlockSource source) {
    return car.channel(withIndex(source));
  }

  /**
   * Writes the piece and names it in the same pass. The stream is neither flushed nor closed.
   *
   * @param progress told the bytes written
   * @throws StorageException if the stream fails
   * @throws dev.carrack.core.NotFoundException if the source lacks a block
   * @throws dev.carrack.core.IntegrityException if the source has changed since the plan
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   */
  public PieceCid writeTo(BlockSource source, OutputStream out, Progress progress) {
    PieceHasher hasher = new PieceHasher();
    byte[] buffer = new byte[BUFFER];
    long done = 0;
    try (InputStream in = open(source, 0)) {
      for (int n; (n = in.read(buffer)) > 0; ) {
        Progress.checkInterrupt("writing a piece");
        out.write(buffer, 0, n);
        hasher.update(buffer, 0, n);
        done += n;
        progress.at("write piece", done, car.length());
      }
    } catch (ClosedByInterruptException | InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("writing a piece was cancelled", "", e);
    } catch (IOException e) {
      throw new StorageException("cannot write a piece: " + e, "check the target", e);
    }
    return hasher.finish();
  }

  /** Names the piece: as {@link #writeTo}, without writing it anywhere. */
  public PieceCid commit(BlockSource source, Progress progress) {
    return writeTo(source, OutputStream.nullOutputStream(), progress);
  }

  private BlockSource withIndex(BlockSource source) {
    return new BlockSource() {
      @Override
      public Optional<Block> get(Cid cid) {
        return cid.equals(index.cid()) ? Optional.of(index) : source.get(cid);
      }

      @Override
      public boolean has(Cid cid) {
        return cid.equals(index.cid()) || source.has(cid);
      }
    };
  }
}
