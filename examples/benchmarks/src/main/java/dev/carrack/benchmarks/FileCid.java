package dev.carrack.benchmarks;

import dev.carrack.core.BlockSink;
import dev.carrack.core.unixfs.UnixFsImporter;
import java.nio.file.Path;

/** Prints the CID of a file under unixfs-v1-2025 and keeps no block: what the npm peer is given. */
public final class FileCid {

  private FileCid() {}

  /** The file is the only argument. */
  public static void main(String[] args) {
    System.out.println(UnixFsImporter.into(BlockSink.none()).file(Path.of(args[0])).cid());
  }
}
