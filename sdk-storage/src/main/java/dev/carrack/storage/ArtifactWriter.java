package dev.carrack.storage;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Progress;
import dev.carrack.core.pack.Committed;
import dev.carrack.core.pack.PackStore;
import dev.carrack.core.pack.PutSession;
import dev.carrack.core.pack.RefChanges;
import dev.carrack.core.unixfs.EntryKind;
import dev.carrack.core.unixfs.UnixFs;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Everything that adds versions or pins. Each call publishes all of its work or nothing.
 * Thread-safe.
 */
final class ArtifactWriter {

  private final Path directory;
  private final PackStore store;
  private final Catalogue catalogue;
  private final StoreGate gate;
  private final Clock clock;
  private final ReentrantLock publishing = new ReentrantLock(true);
  private volatile boolean swept;

  ArtifactWriter(
      Path directory, PackStore store, Catalogue catalogue, StoreGate gate, Clock clock) {
    this.directory = directory;
    this.store = store;
    this.catalogue = catalogue;
    this.gate = gate;
    this.clock = clock;
  }

  Version put(Artifact artifact, Progress progress) {
    try (StoreGate.Pass pass = gate.shared("put " + artifact.name())) {
      if (!(artifact.content() instanceof Content.Dag dag)) {
        return put(artifact, progress, RefChanges.none(), 0);
      }
      String pending = RefNames.PENDING + UUID.randomUUID();
      Committed blocks = keep(dag.source(), pending, progress);
      try {
        Artifact kept = artifact.with(new Content.Existing(blocks.root(), dag.fileName()));
        return put(kept, progress, RefChanges.none().remove(pending), blocks.newBytes());
      } catch (RuntimeException e) {
        forget(pending, e);
        throw e;
      }
    }
  }

  private Version put(Artifact artifact, Progress progress, RefChanges also, long newBytes) {
    try (PutSession session = begin()) {
      Stored stored = store(session, artifact, progress);
      lock("put " + artifact.name());
      try {
        return publish(session, artifact, stored, also, newBytes);
      } finally {
        publishing.unlock();
      }
    }
  }

  /**
   * Under the lock: the number, the manifest with it and the record that publishes both are one.
   */
  private Version publish(
      PutSession session, Artifact artifact, Stored stored, RefChanges also, long newBytes) {
    String name = artifact.name();
    int number = catalogue.next(name);
    Optional<Cid> previous =
        catalogue.newest(name).flatMap(n -> store.ref(RefNames.version(name, n)));
    Manifest manifest =
        ManifestFields.manifest(artifact, stored, number, clock.instant(), previous);
    long added = newBytes + session.newBytes();
    Block block = Block.adopt(Codec.DAG_CBOR, manifest.encode());
    session.put(block);
    RefChanges refs =
        also.create(RefNames.version(name, number), block.cid())
            .set(RefNames.counter(name), RefNames.encode(number));
    for (String tag : artifact.tags()) {
      refs = refs.set(RefNames.tag(name, tag), block.cid());
    }
    session.commit(block.cid(), refs);
    return catalogue.version(manifest, block.cid(), added).with(stored.notes());
  }

  private Stored store(PutSession session, Artifact artifact, Progress progress) {
    ContentImport in = new ContentImport(session, directory, artifact.layout(), progress);
    Content content = artifact.content();
    if (content instanceof Content.OneFile file) {
      return in.file(file.path());
    } else if (content instanceof Content.Tree tree) {
      return in.directory(tree.path());
    } else if (content instanceof Content.Splits splits) {
      return in.splits(splits.paths());
    } else if (content instanceof Content.Stream stream) {
      return in.stream(stream.fileName(), stream.source());
    } else if (content instanceof Content.Existing existing) {
      return existing(existing.root(), existing.fileName());
    }
    throw new IllegalStateException(
        "the artifact has no content: say file(…), directory(…), split(…), bytes(…) or existing(…)");
  }

  private Stored existing(Cid root, Optional<String> fileName) {
    Completeness.require(store, root);
    boolean isFile = UnixFs.stat(store, root).kind() == EntryKind.FILE;
    Optional<String> name = isFile ? fileName : Optional.empty();
    return new Stored(root, TreeSize.of(store, root), Optional.empty(), name, Map.of());
  }

  /** Adds a file or directory and pins it. */
  Cid add(Path path, Layout layout, Progress progress, Consumer<String> notes) {
    try (StoreGate.Pass pass = gate.shared("add " + path);
        PutSession session = begin()) {
      Stored stored = new ContentImport(session, directory, layout, progress).any(path);
      Cid root = stored.root();
      session.commit(root, RefChanges.none().set(RefNames.pin(root), root));
      stored.notes().forEach(notes);
      return root;
    }
  }

  /** Adds blocks and pins their root, once everything below it is there. */
  Cid add(DagSource source, Progress progress) {
    try (StoreGate.Pass pass = gate.shared("store blocks")) {
      String pending = RefNames.PENDING + UUID.randomUUID();
      Cid root = keep(source, pending, progress).root();
      try {
        Completeness.require(store, root);
        store.commit(RefChanges.none().set(RefNames.pin(root), root).remove(pending));
        return root;
      } catch (RuntimeException e) {
        forget(pending, e);
        throw e;
      }
    }
  }

  void pin(Cid root) {
    change(
        "pin " + root,
        () -> Completeness.require(store, root),
        () -> RefChanges.none().set(RefNames.pin(root), root));
  }

  /** Changes references, computed where nobody else publishes. */
  void change(String what, Supplier<RefChanges> changes) {
    change(what, () -> {}, changes);
  }

  /** As above, after a check for which others need not wait; gc cannot undo what it found. */
  private void change(String what, Runnable check, Supplier<RefChanges> changes) {
    try (StoreGate.Pass pass = gate.shared(what)) {
      prepare(); // from here on nobody else writes, and what was written is seen
      check.run();
      lock(what);
      try {
        store.commit(changes.get());
      } finally {
        publishing.unlock();
      }
    }
  }

  /** Becomes the writer. */
  void prepare() {
    begin().close();
  }

  private Committed keep(DagSource source, String pending, Progress progress) {
    try (PutSession session = begin()) {
      long[] bytes = {0};
      Cid root =
          source.writeTo(
              block -> {
                session.put(block);
                bytes[0] += block.size();
                progress.at("store blocks", bytes[0], -1);
              });
      return session.commit(root, RefChanges.none().set(pending, root));
    }
  }

  private void forget(String pending, RuntimeException cause) {
    boolean interrupted = Thread.interrupted(); // a cancelled put must clean up as well
    try {
      store.commit(RefChanges.none().remove(pending));
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private PutSession begin() {
    if (!swept) {
      lock("opening the store to write");
      try {
        sweep();
      } finally {
        publishing.unlock();
      }
    }
    return store.begin(Progress.none());
  }

  /** Drops what a writer that crashed left half way, once, before anything of ours is pending. */
  private void sweep() {
    if (swept) {
      return;
    }
    store.begin(Progress.none()).close(); // now nobody else writes
    RefChanges stale = RefChanges.none();
    for (String ref : store.refs(RefNames.PENDING).keySet()) {
      stale = stale.remove(ref);
    }
    if (!stale.isEmpty()) {
      store.commit(stale);
    }
    swept = true;
  }

  private void lock(String what) {
    try {
      publishing.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(what + " was cancelled", "start it again", e);
    }
  }
}
