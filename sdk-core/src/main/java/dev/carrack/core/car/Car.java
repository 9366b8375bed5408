package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.Dag;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Moves whole graphs of blocks between stores and CARs. */
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
    CarWriter writer = CarWriter.write(out, List.of(root));
    Dag.walk(
        source,
        root,
        Dag.Repeats.SKIP,
        block -> {
          writer.put(block);
          progress.at("export " + root, writer.position(), -1);
        });
    writer.flush();
    return writer.position();
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
}
