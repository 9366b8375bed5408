package dev.carrack.cli;

import dev.carrack.core.ipld.Node;
import dev.carrack.core.piece.ParallelPieceHasher;
import dev.carrack.core.piece.PieceCid;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code carrack piece}: the Filecoin piece commitment of files. */
@Command(
    name = "piece",
    description = "Print PIECECIDV2 PIECECIDV1 RAWSIZE PADDEDSIZE of each file.")
final class PieceCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of up to 64 GiB x 127/128.")
  private List<Path> files = List.of();

  PieceCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Results results = cli.results();
    int processors = Runtime.getRuntime().availableProcessors();
    int threads = Math.min(processors, ParallelPieceHasher.MAX_THREADS);
    try (LateProgress progress = cli.progress()) {
      for (Path file : files) {
        PieceCid piece = ParallelPieceHasher.of(file, threads, progress);
        results.add(text(piece), json(piece));
      }
    } finally {
      results.flush();
    }
  }

  private static String text(PieceCid piece) {
    return piece.v2() + " " + piece.v1() + " " + piece.rawSize() + " " + piece.paddedSize();
  }

  private static Node json(PieceCid piece) {
    return Node.map()
        .put("pieceCidV2", piece.v2().toString())
        .put("pieceCidV1", piece.v1().toString())
        .put("rawSize", piece.rawSize())
        .put("paddedSize", piece.paddedSize())
        .build();
  }
}
