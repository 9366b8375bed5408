package dev.carrack.core.pack;

import dev.carrack.core.LockedException;
import dev.carrack.core.Progress;
import java.nio.file.Path;

/** Tries to write to a store that another process writes to. */
final class LockChild {

  private LockChild() {}

  /** Argument: the store's directory. */
  public static void main(String[] args) {
    try (PackStore store = PackStore.open(Path.of(args[0]))) {
      System.out.println("reads " + store.refs("").keySet());
      store.begin(Progress.none());
      System.out.println("writes");
    } catch (LockedException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }
}
