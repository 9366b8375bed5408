package dev.carrack.storage;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.ConflictException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LockedException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.pack.GcReport;
import dev.carrack.core.pack.PackStore;
import dev.carrack.core.pack.RefChanges;
import dev.carrack.core.pack.VerifyReport;
import dev.carrack.core.unixfs.Preserve;
import dev.carrack.core.unixfs.Profile;
import dev.carrack.storage.node.PieceSource;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Versioned artifacts in a directory: datasets, models, checkpoints, logs, outputs, agents, each
 * version known by the CID of its content and the CID of its manifest.
 *
 * <p>Opening takes no lock, and reading needs none: any number of processes may read while one
 * writes. The first call that writes makes this handle the directory's writer until it is closed; a
 * second writer gets a {@link LockedException}. Everything a call publishes becomes visible and
 * durable in one step, or not at all. Thread-safe. Memory does not grow with the size of the
 * content. Interrupting a thread cancels its call with a {@link CancelledException}; nothing of it
 * is kept.
 *
 * <p>A reference is {@code name@3}, {@code name@tag}, {@code name@latest}, {@code name} for the
 * latest, or a CID, as {@link Ref} reads it. Besides what is listed, every method throws {@link
 * MalformedException} for a reference or name that breaks the rules, {@link NotFoundException} for
 * one that is not there, {@link IntegrityException} for bytes that are not what their CID says,
 * {@link UnsupportedVersionException} for a store or manifest of a newer format, and {@link
 * StorageException} where the disk fails or is full. After {@link #close} they throw {@link
 * IllegalStateException}.
 */
public final class Artifacts implements AutoCloseable {

  private final PackStore store;
  private final StoreGate gate = new StoreGate();
  private final Catalogue catalogue;
  private final ArtifactWriter writer;
  private final ContentReader reader;
  private final StoreCheck check;

  private Artifacts(Path directory, PackStore store, ArtifactsOptions options) {
    this.store = store;
    this.catalogue = new Catalogue(store);
    this.writer = new ArtifactWriter(directory, store, catalogue, gate, options.clock());
    this.reader = new ContentReader(store, catalogue);
    this.check = new StoreCheck(directory, store, catalogue);
  }

  /**
   * Opens a store, as {@link #open(Path, ArtifactsOptions)} with the default options.
   *
   * @param directory the store; one that does not exist is empty, and created by the first write
   */
  public static Artifacts open(Path directory) {
    return open(directory, ArtifactsOptions.defaults());
  }

  /**
   * Opens a store.
   *
   * @param directory the store; one that does not exist is empty, and created by the first write
   */
  public static Artifacts open(Path directory, ArtifactsOptions options) {
    return new Artifacts(directory, PackStore.open(directory, options.packs()), options);
  }

  /** As {@link #put(Artifact, Progress)}, telling nobody how far it is. */
  public Version put(Artifact artifact) {
    return put(artifact, Progress.none());
  }

  /**
   * Stores the content as the name's next version: 1, 2, 3 … Two threads that put the same name get
   * consecutive numbers. When this returns, the version survives a crash and a power loss.
   *
   * @param progress told the bytes read so far
   * @throws ConflictException if a source file changed while it was read
   * @throws LockedException if another handle or process is the writer
   * @throws IllegalStateException if the artifact has no content
   */
  public Version put(Artifact artifact, Progress progress) {
    return writer.put(artifact, progress);
  }

  /** The content of a version that is one file, verified while it streams; the caller closes it. */
  public InputStream open(String ref) {
    return open(ref, "");
  }

  /**
   * One file of a version, verified while it streams; the caller closes it.
   *
   * @param path with forward slashes, from the root; the file's own name where the root is a file
   * @throws NotFoundException also where the path is a directory or a symbolic link
   */
  public InputStream open(String ref, String path) {
    return read(ref, path, 0, Long.MAX_VALUE);
  }

  /**
   * A range of one file of a version: only the blocks that hold it are read, each of them verified.
   *
   * @param offset of the first byte, 0 to the file's size
   * @param length in bytes; the stream ends where the file ends if that is earlier
   */
  public InputStream read(String ref, String path, long offset, long length) {
    return reader.open(fresh(ref), path, offset, length);
  }

  /** One file of a version as a read-only channel that can seek, for one thread at a time. */
  public SeekableByteChannel channel(String ref, String path) {
    return reader.channel(fresh(ref), path);
  }

  /**
   * The tensors of a model, in all its files of the formats that are known.
   *
   * @throws MalformedException if a file's header is broken or a shard is missing
   */
  public Tensors tensors(String ref) {
    return tensors(ref, "");
  }

  /** As {@link #tensors(String)}, of one file or directory of a version. */
  public Tensors tensors(String ref, String path) {
    return reader.tensors(fresh(ref), path);
  }

  /** The entries at the top of a version, or the one file that it is. */
  public List<Item> ls(String ref) {
    return ls(ref, "");
  }

  /** The entries of a directory of a version, or the one file that the path names. */
  public List<Item> ls(String ref, String path) {
    return reader.list(fresh(ref), path);
  }

  /** As {@link #export(String, Path, Progress)}, telling nobody how far it is. */
  public Path export(String ref, Path target) {
    return export(ref, target, Progress.none());
  }

  /**
   * Writes a version to the disk in one step. Where {@code target} is a directory that exists, the
   * content goes into it under the file's or the artifact's name; else it becomes {@code target}.
   *
   * @return what was written
   * @throws ConflictException if it exists already
   * @throws MalformedException if a name in the content is not safe on a disk
   */
  public Path export(String ref, Path target, Progress progress) {
    return export(ref, target, Set.of(), progress);
  }

  /**
   * As above, giving files and directories the permissions or times that were kept when they were
   * put or added; see {@link dev.carrack.core.unixfs.UnixFsExporter#withRestored}.
   */
  public Path export(String ref, Path target, Set<Preserve> restored, Progress progress) {
    return reader.export(fresh(ref), target, restored, progress);
  }

  /** The version that a reference names now; of a CID, the version whose manifest or root it is. */
  public Version version(String ref) {
    return catalogue.version(fresh(ref));
  }

  /** The versions of a name, oldest first; empty if there are none. */
  public List<Version> versions(String name) {
    store.refresh();
    return catalogue.versions(NameRules.artifact(name));
  }

  /** As above, but of those that can be read; {@code unreadable} is told of each that cannot. */
  public List<Version> versions(String name, Consumer<UnreadableVersion> unreadable) {
    store.refresh();
    return catalogue.versions(NameRules.artifact(name), unreadable);
  }

  /**
   * Every version of every name, by name and number; fails where one of them cannot be read, which
   * {@link #list(Consumer)} steps over.
   */
  public List<Version> list() {
    store.refresh();
    return catalogue.list();
  }

  /**
   * Every version of every name that can be read, by name and number.
   *
   * @param unreadable told of each that cannot, such as one whose manifest is damaged
   */
  public List<Version> list(Consumer<UnreadableVersion> unreadable) {
    store.refresh();
    return catalogue.list(unreadable);
  }

  /** Every version of one kind, by name and number. */
  public List<Version> list(Kind kind) {
    return list().stream().filter(version -> version.kind().equals(kind)).toList();
  }

  /** The tags of a name and the versions they stand on. */
  public Map<String, Version> tags(String name) {
    store.refresh();
    Map<String, Version> out = new TreeMap<>();
    catalogue
        .tags(NameRules.artifact(name))
        .keySet()
        .forEach(tag -> out.put(tag, catalogue.version(new Ref.Tagged(name, tag))));
    return out;
  }

  /**
   * Puts a tag on a version, wherever it stood before; {@code name@tag} names the version from now
   * on.
   *
   * @throws MalformedException if the tag is {@code latest}, a number, or breaks the rules for
   *     names
   * @throws LockedException if another handle or process is the writer
   */
  public Version tag(String ref, String tag) {
    Ref target = Ref.parse(ref);
    NameRules.tag(tag);
    writer.change(
        "tag " + ref,
        () -> {
          Version version = catalogue.version(target);
          return RefChanges.none().set(RefNames.tag(version.name(), tag), version.manifest());
        });
    return catalogue.version(target);
  }

  /**
   * Moves a tag, provided that it stands where the caller believes.
   *
   * @param from the version that the tag must stand on now
   * @param to the version of the same name that it stands on afterwards
   * @throws ConflictException if it stands elsewhere, or nowhere
   * @throws LockedException if another handle or process is the writer
   */
  public Version moveTag(String tag, String from, String to) {
    Ref expected = Ref.parse(from);
    Ref target = Ref.parse(to);
    NameRules.tag(tag);
    writer.change(
        "move tag " + tag,
        () -> {
          Version before = catalogue.version(expected);
          Version after = catalogue.version(target);
          if (!before.name().equals(after.name())) {
            throw new MalformedException(
                "a tag of '" + before.name() + "' cannot stand on " + after.ref(),
                "name two versions of one artifact");
          }
          return RefChanges.none()
              .replace(RefNames.tag(after.name(), tag), before.manifest(), after.manifest());
        });
    return catalogue.version(target);
  }

  /**
   * Takes a tag away; the version stays.
   *
   * @param ref {@code name@tag}
   * @throws LockedException if another handle or process is the writer
   */
  public void untag(String ref) {
    if (!(Ref.parse(ref) instanceof Ref.Tagged tagged)) {
      throw new MalformedException("'" + ref + "' names no tag", "write name@tag");
    }
    writer.change(
        "untag " + ref,
        () -> {
          catalogue.manifestCid(tagged);
          return RefChanges.none().remove(RefNames.tag(tagged.name(), tagged.tag()));
        });
  }

  /**
   * Forgets a version and the tags that stand on it. Its bytes go with the next {@link #gc} unless
   * something else needs them; its number is never given again.
   *
   * @throws LockedException if another handle or process is the writer
   */
  public void remove(String ref) {
    Ref target = Ref.parse(ref);
    writer.change("remove " + ref, () -> catalogue.without(target));
  }

  /**
   * As {@link #add(Path, Profile, Progress)} under {@link Profile#UNIXFS_V1_2025}, telling nobody.
   */
  public Cid add(Path path) {
    return add(path, Profile.UNIXFS_V1_2025, Progress.none());
  }

  /**
   * Stores a file or directory without a name and pins it, so that gc keeps it until {@link
   * #unpin}.
   *
   * @return the root, which every IPFS tool gives for the same content and profile
   * @throws ConflictException if a source file changed while it was read
   * @throws LockedException if another handle or process is the writer
   */
  public Cid add(Path path, Profile profile, Progress progress) {
    return add(path, profile, progress, note -> {});
  }

  /**
   * As above; {@code notes} is told afterwards of files that the profile's chunking could not cut,
   * as in {@link Version#notes}.
   */
  public Cid add(Path path, Profile profile, Progress progress, Consumer<String> notes) {
    return add(path, profile, Set.of(), progress, notes);
  }

  /**
   * As above, keeping permissions or times of what is read from the disk; the root is another CID
   * then, whose nodes carry them.
   */
  public Cid add(
      Path path,
      Profile profile,
      Set<Preserve> preserved,
      Progress progress,
      Consumer<String> notes) {
    return writer.add(path, new Layout(profile, Optional.empty(), preserved), progress, notes);
  }

  /**
   * Stores blocks that a program writes, such as those of a CAR, and pins their root.
   *
   * @param progress told the bytes of the blocks
   * @throws NotFoundException if a block below the root is neither among them nor in the store
   * @throws LockedException if another handle or process is the writer
   */
  public Cid add(DagSource source, Progress progress) {
    return writer.add(source, progress);
  }

  /**
   * Keeps what is below a root from gc.
   *
   * @throws NotFoundException if a block of it is not in the store
   */
  public void pin(Cid root) {
    writer.pin(root);
  }

  /** Lets go of a pinned root; its bytes go with the next gc unless something else needs them. */
  public void unpin(Cid root) {
    writer.change("unpin " + root, () -> RefChanges.none().remove(RefNames.pin(root), root));
  }

  /** The pinned roots, in the order of their text. */
  public List<Cid> pins() {
    store.refresh();
    return List.copyOf(store.refs(RefNames.PINS).values());
  }

  /** As {@link #gc(Progress)}, telling nobody how far it is. */
  public GcReport gc() {
    return gc(Progress.none());
  }

  /**
   * Deletes the blocks that no version and no pin needs. Waits for puts under way; puts wait for
   * it.
   *
   * @throws LockedException if another handle or process is the writer
   */
  public GcReport gc(Progress progress) {
    try (StoreGate.Pass pass = gate.alone("gc")) {
      writer.prepare();
      return store.gc(progress);
    }
  }

  /** As {@link #verify(Progress)}, telling nobody how far it is. */
  public VerifyReport verify() {
    return verify(Progress.none());
  }

  /**
   * Reads and checks the whole store: every block, pack, index and log record, every manifest, and
   * that every version and pin is whole. Changes nothing; what is wrong is in the report, not
   * thrown.
   */
  public VerifyReport verify(Progress progress) {
    store.refresh();
    return check.all(progress);
  }

  /** Reads and checks every block of one version or root; what is wrong is in the report. */
  public VerifyReport verify(String ref) {
    return check.one(fresh(ref), Progress.none());
  }

  /** The blocks of the store, to read: what a node serves and a function's input comes from. */
  public BlockSource blocks() {
    return new BlockSource() {
      @Override
      public Optional<Block> get(Cid cid) {
        return store.get(cid);
      }

      @Override
      public boolean has(Cid cid) {
        return store.has(cid);
      }
    };
  }

  /** The pieces of the store, to serve: its packs, by their PieceCIDs. */
  public PieceSource pieces() {
    return new PackPieces(store);
  }

  private Ref fresh(String ref) {
    Ref parsed = Ref.parse(ref);
    store.refresh();
    return parsed;
  }

  /** Gives the lock back; calls under way in other threads fail. Closing twice does nothing. */
  @Override
  public void close() {
    store.close();
  }
}
