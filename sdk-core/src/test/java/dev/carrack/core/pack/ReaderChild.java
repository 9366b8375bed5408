package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.ipld.Links;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads every reference of a store again and again, until a file appears. */
final class ReaderChild {

  private ReaderChild() {}

  /** Arguments: the store's directory, the file to stop at. */
  public static void main(String[] args) throws Exception {
    Path stop = Path.of(args[1]);
    long trees = 0;
    long rounds = 0;
    try (PackStore store = PackStore.open(Path.of(args[0]))) {
      boolean last = false;
      while (!last) {
        last = Files.exists(stop);
        store.refresh();
        for (Map.Entry<String, Cid> ref : store.refs("").entrySet()) {
          trees += read(store, ref) ? 1 : 0;
        }
        rounds++;
      }
    }
    System.out.println("trees " + trees + " rounds " + rounds);
  }

  /** A tree must be whole for as long as its reference is there. */
  private static boolean read(PackStore store, Map.Entry<String, Cid> ref) {
    Optional<Block> root = store.get(ref.getValue());
    if (root.isPresent()) {
      for (Cid leaf : Links.of(root.get())) {
        if (store.get(leaf).isEmpty()) {
          root = Optional.empty();
          break;
        }
      }
    }
    if (root.isPresent()) {
      return true;
    }
    store.refresh();
    if (ref.getValue().equals(store.ref(ref.getKey()).orElse(null))) {
      throw new IllegalStateException(ref + " is referenced but not whole");
    }
    return false;
  }
}
