package dev.carrack.cli;

import dev.carrack.compute.node.TaskStore;
import dev.carrack.core.BlockSink;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.storage.Artifacts;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tasks in a store that others may write to meanwhile: it is this store's writer only while
 * it keeps something, so that {@code put} and {@code gc} work beside a running node. Thread-safe.
 */
final class BriefTaskStore implements TaskStore {

  private final Path directory;
  private final TaskStore reading;
  private @Nullable Artifacts writing;
  private int users;

  /** Reads through {@code artifacts}, the open store in {@code directory}. */
  BriefTaskStore(Path directory, Artifacts artifacts) {
    this.directory = directory;
    this.reading = TaskStore.of(artifacts);
  }

  @Override
  public BlockSource blocks() {
    return reading.blocks();
  }

  @Override
  public Cid keep(Function<BlockSink, Cid> writer) {
    Artifacts shared = begin();
    try {
      return TaskStore.of(shared).keep(writer);
    } finally {
      end();
    }
  }

  // Tasks that run at once share one handle: two of one process would lock each other out.
  private synchronized Artifacts begin() {
    Artifacts shared = writing;
    if (shared == null) {
      shared = Artifacts.open(directory);
      writing = shared;
    }
    users++;
    return shared;
  }

  private synchronized void end() {
    users--;
    if (users == 0 && writing != null) {
      writing.close();
      writing = null;
    }
  }

  @Override
  public List<Cid> kept() {
    return reading.kept();
  }
}
