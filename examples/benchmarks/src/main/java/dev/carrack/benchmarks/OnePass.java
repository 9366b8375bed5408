package dev.carrack.benchmarks;

import dev.carrack.core.Cid;
import dev.carrack.core.Progress;
import dev.carrack.core.pack.PackInfo;
import dev.carrack.core.pack.PackOptions;
import dev.carrack.core.pack.PackPreview;
import dev.carrack.core.pack.PackStore;
import dev.carrack.core.pack.PutSession;
import dev.carrack.core.pack.RefChanges;
import dev.carrack.core.unixfs.UnixFsImporter;
import java.nio.file.Path;
import java.util.List;

/** File CID, CAR frames and piece commitments in one read of a file, written or not. */
public final class OnePass {

  private OnePass() {}

  /** What a pass found. */
  record Result(Cid cid, List<PackInfo> packs) {}

  /** Prints the CID, then a line for each pack. Arguments: FILE, and a store to write, if any. */
  public static void main(String[] args) {
    Path file = Path.of(args[0]);
    Result result = args.length < 2 ? preview(file) : write(file, Path.of(args[1]));
    System.out.println(result.cid());
    for (PackInfo pack : result.packs()) {
      System.out.println(pack.piece().orElseThrow().v2() + " " + pack.bytes());
    }
  }

  static Result preview(Path file) {
    PackPreview preview = new PackPreview(PackOptions.defaults());
    Cid cid = UnixFsImporter.into(preview).file(file).cid();
    return new Result(cid, preview.finish(cid));
  }

  static Result write(Path file, Path directory) {
    try (PackStore store = PackStore.open(directory);
        PutSession session = store.begin(Progress.none())) {
      Cid cid = UnixFsImporter.into(session).file(file).cid();
      return new Result(cid, session.commit(cid, RefChanges.none().set("file", cid)).packs());
    }
  }
}
