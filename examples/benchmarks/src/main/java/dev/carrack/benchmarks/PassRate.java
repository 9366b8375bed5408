package dev.carrack.benchmarks;

import dev.carrack.core.BlockSink;
import dev.carrack.core.Progress;
import dev.carrack.core.pack.PackInfo;
import dev.carrack.core.pack.PackStore;
import dev.carrack.core.piece.PieceCid;
import dev.carrack.core.piece.PieceHasher;
import dev.carrack.core.unixfs.UnixFsImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Prints how fast this process gets through a file, in MB (10^6 bytes) per CPU second of the whole
 * process, one JSON object a round: S (the JDK's SHA-256 in memory), piece commitments in memory,
 * the file's CID, and the one pass of CID, CAR frames and piece commitment without and with a
 * write, forced to the disk.
 *
 * <p>The results are checked first: both passes must agree on the CID and every pack, and each
 * written pack must be the piece that its name says. One round of warm-up is not printed.
 */
public final class PassRate {

  private static final int IN_MEMORY = 4;

  private final Sha256Stream memory = new Sha256Stream();
  private final Path file;
  private final Path store;
  private final long size;
  private final OnePass.Result expected;
  private final PieceCid piece;

  private PassRate(Path file, Path scratch) throws IOException {
    this.file = file;
    this.store = scratch.resolve("store");
    this.size = Files.size(file);
    this.expected = check();
    this.piece = piece();
  }

  /** Arguments: FILE, a folder for scratch, and how many rounds. */
  public static void main(String[] args) throws IOException {
    PassRate rate = new PassRate(Path.of(args[0]), Path.of(args[1]));
    for (int round = 0; round <= Integer.parseInt(args[2]); round++) {
      String line = rate.round();
      if (round > 0) {
        System.out.println(line);
      }
    }
  }

  private OnePass.Result check() throws IOException {
    OnePass.Result written = OnePass.write(file, store);
    try (PackStore packs = PackStore.open(store)) {
      for (PackInfo pack : packs.packs()) {
        PieceCid actual = PieceHasher.of(packs.file(pack), Progress.none());
        require(pack.piece().orElseThrow().equals(actual), "a pack is not the piece it is named");
      }
    }
    Scratch.delete(store);
    require(OnePass.preview(file).equals(written), "the passes with and without write differ");
    return written;
  }

  private String round() throws IOException {
    double before = sha256();
    double pieces =
        ProcessCpu.rate(
            (long) Sha256Stream.BYTES * IN_MEMORY,
            () -> require(piece().equals(piece), "two commitments over the same bytes differ"));
    double cid =
        ProcessCpu.rate(
            size,
            () ->
                require(
                    UnixFsImporter.into(BlockSink.none()).file(file).cid().equals(expected.cid()),
                    "the CID differs"));
    double pass =
        ProcessCpu.rate(
            size, () -> require(OnePass.preview(file).equals(expected), "a pass differs"));
    double write =
        ProcessCpu.rate(
            size, () -> require(OnePass.write(file, store).equals(expected), "a put differs"));
    Scratch.delete(store);
    double s = 2 / (1 / before + 1 / sha256());
    return String.format(
        Locale.ROOT,
        "{\"S\": %.1f, \"commP\": %.1f, \"cid\": %.1f, \"pass\": %.1f, \"write\": %.1f}",
        s,
        pieces,
        cid,
        pass,
        write);
  }

  private double sha256() throws IOException {
    return ProcessCpu.rate((long) Sha256Stream.BYTES * IN_MEMORY, () -> memory.run(IN_MEMORY));
  }

  private PieceCid piece() {
    PieceHasher hasher = new PieceHasher();
    for (int i = 0; i < IN_MEMORY; i++) {
      for (int at = 0; at < Sha256Stream.BYTES; at += Sha256Stream.CHUNK) {
        hasher.update(memory.data, at, Sha256Stream.CHUNK);
      }
    }
    return hasher.finish();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise + ": a wrong result has no speed");
    }
  }
}
