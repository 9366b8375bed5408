package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Puts far more than its heap holds, reads it back, collects and verifies. */
final class FlatHeapChild {

  private FlatHeapChild() {}

  /** Arguments: the store's directory, mebibytes to put. */
  public static void main(String[] args) throws Exception {
    int mebibytes = Integer.parseInt(args[1]);
    Path directory = Path.of(args[0]);
    PackOptions options = PackOptions.defaults().withPackBytes(100 << 20);
    List<Cid> cids = new ArrayList<>();
    try (PackStore store = PackStore.open(directory, options)) {
      Random random = new Random(1);
      try (PutSession session = store.begin(Progress.none())) {
        for (int i = 0; i < mebibytes; i++) {
          byte[] data = new byte[1 << 20];
          random.nextBytes(data);
          Block block = Block.adopt(Codec.RAW, data);
          session.put(block);
          cids.add(block.cid());
        }
        session.commit(cids.get(0), RefChanges.none().set("a", cids.get(0)));
      }
      for (Cid cid : cids) {
        store.require(cid);
      }
      if (!store.verify(Progress.none()).ok()) {
        throw new IllegalStateException("not sound");
      }
      store.gc(Progress.none());
    }
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .forEach(System.out::println);
    }
  }
}
