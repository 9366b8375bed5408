package dev.carrack.compute.node;

import dev.carrack.core.BlockSink;
import dev.carrack.core.BlockSource;
import dev.carrack.core.BlockStore;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Progress;
import dev.carrack.storage.Artifacts;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Where tasks read their input and keep their output. Implementations are thread-safe. */
public interface TaskStore {

  /** What is here. */
  BlockSource blocks();

  /**
   * Keeps everything that {@code writer} puts, and the root it returns, or nothing if it throws.
   *
   * @return the root
   */
  Cid keep(Function<BlockSink, Cid> writer);

  /** The roots kept so far that are DAG-CBOR. */
  List<Cid> kept();

  /** Keeps tasks in an artifact store: pinned, durable, visible to a node that serves the store. */
  static TaskStore of(Artifacts artifacts) {
    return new TaskStore() {
      @Override
      public BlockSource blocks() {
        return artifacts.blocks();
      }

      @Override
      public Cid keep(Function<BlockSink, Cid> writer) {
        return artifacts.add(writer::apply, Progress.none());
      }

      @Override
      public List<Cid> kept() {
        return artifacts.pins().stream()
            .filter(root -> root.codec().equals(Codec.DAG_CBOR))
            .toList();
      }
    };
  }

  /** Keeps tasks in plain blocks, as long as these last. */
  static TaskStore of(BlockStore store) {
    List<Cid> kept = new CopyOnWriteArrayList<>();
    return new TaskStore() {
      @Override
      public BlockSource blocks() {
        return store;
      }

      @Override
      public Cid keep(Function<BlockSink, Cid> writer) {
        Cid root = writer.apply(store);
        kept.add(root);
        return root;
      }

      @Override
      public List<Cid> kept() {
        return List.copyOf(kept);
      }
    };
  }
}
