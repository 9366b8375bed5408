package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.Dag;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Whole CARs: graphs of blocks into them and out of them, and files from files. Files appear whole
 * or not at all, in the place of older ones. All methods stop when their thread is interrupted, and
 * stream: memory is one block, and a CID a block where repeats have to be known.
 */
public final class Car {

  private Car() {}

  /**
   * Writes {@code root} and all below it, each block once, depth first with links in their order:
   * the same graph is always the same bytes. The stream is flushed, not closed.
   *
   * @return the bytes written
   * @throws dev.carrack.core.NotFoundException if the source lacks a block; the stream then holds a
   *     part
   * @throws dev.carrack.core.StorageException if the stream fails
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   */
  public static long export(BlockSource source, Cid root, OutputStream out, Progress progress) {
    BlockWalk blocks = BlockWalk.dfs(source, root, Dag.Repeats.SKIP);
    return export(List.of(root), blocks, out, progress);
  }

  /**
   * Writes blocks in the order of a walk as a CARv1. The stream is flushed, not closed.
   *
   * @param roots what the header names
   * @return the bytes written
   * @throws dev.carrack.core.CarrackException as the walk does; the stream then holds a part
   * @throws dev.carrack.core.StorageException if the stream fails
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   */
  public static long export(
      List<Cid> roots, BlockWalk blocks, OutputStream out, Progress progress) {
    CarWriter writer = CarWriter.write(out, roots);
    blocks.forEach(
        block -> {
          Progress.checkInterrupt("export");
          writer.put(block);
          progress.at("export", writer.position(), -1);
        });
    writer.flush();
    return writer.position();
  }

  /**
   * Writes blocks in the order of a walk as a file. Given the sections of another CAR, this makes a
   * CARv2 of a CARv1 or the reverse; given only some of them, it filters; given a walk over a
   * {@link CarFile}, it takes a graph out of it.
   *
   * @param roots what the header names
   * @return the length of the file in bytes
   * @throws dev.carrack.core.CarrackException as the walk does
   * @throws dev.carrack.core.LimitException if the options' limit or that of a section is exceeded
   * @throws dev.carrack.core.StorageException if the disk fails or is full
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   */
  public static long write(
      Path file, List<Cid> roots, BlockWalk blocks, CarOptions options, Progress progress) {
    try (CarFileWriter writer = CarFileWriter.create(file, roots, options)) {
      blocks.forEach(
          block -> {
            writer.put(block);
            progress.at("write " + file.getFileName(), writer.position(), -1);
          });
      return writer.finish();
    }
  }

  /**
   * What an import found.
   *
   * @param roots the roots the header names; nobody checked that their graphs are complete
   * @param blocks sections read
   * @param bytes length of the CAR as far as it was read
   */
  public record Contents(List<Cid> roots, long blocks, long bytes) {}

  /**
   * Puts every block of a CAR into {@code sink}, each checked before it is put. The stream is
   * closed.
   *
   * <p>A CAR that turns out cut or corrupt ends in an error, and the blocks before that place have
   * been put: they are what their CIDs say, only the graph is not complete.
   *
   * @param origin names the CAR in errors
   * @throws dev.carrack.core.CarrackException as {@link CarReader} and the sink do
   */
  public static Contents importAll(
      InputStream in, String origin, BlockSink sink, Progress progress) {
    try (CarReader reader = CarReader.read(in, origin)) {
      long blocks = 0;
      Optional<Block> block;
      while ((block = reader.next()).isPresent()) {
        sink.put(block.get());
        blocks++;
        progress.at("import " + origin, reader.position(), -1);
      }
      return new Contents(reader.roots(), blocks, reader.position());
    }
  }

  /**
   * Checks a whole CAR: the hash of every block, every length, and of a version 2 that each entry
   * of its index points to a section of its digest and, where it says so, that the index is full.
   *
   * @param padding what may stand behind the last section
   * @param progress told the bytes checked
   * @throws dev.carrack.core.MalformedException if it is cut or breaks a rule, naming both
   * @throws dev.carrack.core.IntegrityException if a block is not what its CID says, or the index
   *     not what it should be
   * @throws dev.carrack.core.LimitException if a length is above its bound
   * @throws dev.carrack.core.UnsupportedVersionException if version, index or a hash function is
   *     unknown
   * @throws dev.carrack.core.NotFoundException if there is no such file
   * @throws dev.carrack.core.StorageException if it cannot be read
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   */
  public static CarReport verify(Path file, Padding padding, Progress progress) {
    try (CarBytes bytes = CarBytes.open(file)) {
      return new CarCheck(bytes, padding, progress).run();
    }
  }

  /** As {@link #verify(Path, Padding, Progress)}, from a channel, which is closed. */
  public static CarReport verify(
      SeekableByteChannel channel, String origin, Padding padding, Progress progress) {
    try (CarBytes bytes = CarBytes.of(channel, origin)) {
      return new CarCheck(bytes, padding, progress).run();
    }
  }

  /**
   * Makes the index of a CAR by reading the heads of its sections; the blocks are not checked. Of
   * either version, whatever index it carries.
   *
   * @param form how it is to be encoded
   * @throws dev.carrack.core.CarrackException as {@link CarFile#scan(Path, Progress)}
   */
  public static CarIndex index(Path file, CarIndex.Form form, Progress progress) {
    try (CarBytes bytes = CarBytes.open(file)) {
      return new CarScan(bytes, Padding.ZEROS)
          .index(form, section -> !section.cid().hash().isIdentity(), progress);
    }
  }

  /** As {@link #index}, with the sections of identity CIDs in it too. */
  public static CarIndex fullIndex(Path file, CarIndex.Form form, Progress progress) {
    try (CarBytes bytes = CarBytes.open(file)) {
      return new CarScan(bytes, Padding.ZEROS).index(form, section -> true, progress);
    }
  }

  /**
   * Cuts a CAR into parts: CARv1 files that name the same roots, with the blocks in their order, a
   * part closed when the next block would not fit. Every CID is in exactly one part, repeats are
   * left out. The same CAR and limit always give the same parts; they appear when all are written.
   *
   * @param limit the most bytes of a part, header included
   * @param names where part 0, 1, … goes
   * @return the parts, at least one
   * @throws dev.carrack.core.LimitException if a block does not fit into a part by itself
   * @throws IllegalArgumentException if {@code names} gives one path twice; no part appears then
   * @throws dev.carrack.core.CarrackException as {@link CarReader} does
   * @throws dev.carrack.core.StorageException if the disk fails or is full
   */
  public static List<Path> split(
      Path file, long limit, IntFunction<Path> names, Progress progress) {
    try (CarReader reader = CarReader.read(file);
        CarSplit split = new CarSplit(limit, names)) {
      return split.run(reader, progress);
    }
  }

  /**
   * Puts CARs together: the roots of all in their order, then the blocks of all in theirs, each CID
   * once. Parts that {@link #split} made give the CAR that they were made of, where that had no
   * repeats.
   *
   * @return the length of the file in bytes
   * @throws dev.carrack.core.CarrackException as {@link CarReader} and {@link #write} do
   */
  public static long join(List<Path> parts, Path file, CarOptions options, Progress progress) {
    Set<Cid> roots = new LinkedHashSet<>();
    for (Path part : parts) {
      try (CarReader reader = CarReader.read(part)) {
        roots.addAll(reader.roots());
      }
    }
    BlockWalk blocks =
        visitor -> parts.forEach(p -> BlockWalk.sections(p, Padding.REFUSE).forEach(visitor));
    Set<Cid> seen = new HashSet<>();
    return write(file, List.copyOf(roots), blocks.only(seen::add), options, progress);
  }
}
