package dev.carrack.compute.wasm;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Compiled functions by CID, the least recently used leaving first. Compiling takes longer than
 * many a run, so two callers of one function share one compilation. Thread-safe.
 */
final class CompiledCache {

  private final Map<Cid, FutureTask<CompiledFunction>> entries;

  CompiledCache(int capacity) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Cid, FutureTask<CompiledFunction>> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The compiled function; a refused one is refused each time with the same error. */
  CompiledFunction get(WasmFunction function) throws InterruptedException {
    FutureTask<CompiledFunction> task;
    synchronized (entries) {
      task =
          entries.computeIfAbsent(
              function.cid(), cid -> new FutureTask<>(() -> CompiledFunction.of(function)));
    }
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CarrackException refused) {
        throw refused;
      }
      synchronized (entries) {
        entries.remove(function.cid(), task);
      }
      throw new Failures(function.cid()).cannotCompile(e.getCause());
    }
  }

  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }
}
