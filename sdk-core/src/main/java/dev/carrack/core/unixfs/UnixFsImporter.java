package dev.carrack.core.unixfs;

import dev.carrack.core.BlockSink;
import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.internal.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Turns streams, files and directory trees into UnixFS blocks and puts them into a sink, children
 * before their parents. The CID depends only on the content and the {@link Profile}.
 *
 * <p>Memory does not grow with the size of a file: one chunk and at most {@code width × levels}
 * links are held. It grows with the number of entries of the largest directory, some 300 bytes
 * each.
 *
 * <p>The {@code with…} methods give changed copies. An importer runs one import at a time: it is
 * not thread-safe. Interrupting the thread ends an import with {@link CancelledException}; blocks
 * that were already put stay in the sink. Spec: ipfs/specs UnixFS, IPIP-499.
 */
public final class UnixFsImporter {

  /** What the {@code with…} methods change. */
  private record Settings(
      BlockSink sink,
      Profile profile,
      HiddenFiles hidden,
      Progress progress,
      Consumer<ChunkNote> notes,
      Set<Preserve> preserved,
      Optional<Profile> canonical) {}

  private final Settings settings;
  private final BlockWriter out;
  private final Optional<BlockWriter> canonical;
  private final ReadAhead ahead = new ReadAhead();
  private final OnnxNeighbours neighbours = new OnnxNeighbours();
  private long done;

  private UnixFsImporter(Settings settings) {
    this.settings = settings;
    this.out = new BlockWriter(settings.profile(), settings.sink());
    this.canonical =
        settings.canonical().map(profile -> new BlockWriter(profile.canonical(), block -> {}));
  }

  /** An importer under {@link Profile#UNIXFS_V1_2025}, leaving hidden files out, telling nobody. */
  public static UnixFsImporter into(BlockSink sink) {
    return new UnixFsImporter(
        new Settings(
            sink,
            Profile.UNIXFS_V1_2025,
            HiddenFiles.EXCLUDE,
            Progress.none(),
            note -> {},
            Set.of(),
            Optional.empty()));
  }

  /** The same importer under another profile. */
  public UnixFsImporter withProfile(Profile profile) {
    Settings s = settings;
    return new UnixFsImporter(
        new Settings(s.sink, profile, s.hidden, s.progress, s.notes, s.preserved, s.canonical));
  }

  /** The same importer with another rule for hidden files. */
  public UnixFsImporter withHidden(HiddenFiles rule) {
    Settings s = settings;
    return new UnixFsImporter(
        new Settings(s.sink, s.profile, rule, s.progress, s.notes, s.preserved, s.canonical));
  }

  /** The same importer, telling {@code progress} the bytes read after every chunk. */
  public UnixFsImporter withProgress(Progress progress) {
    Settings s = settings;
    return new UnixFsImporter(
        new Settings(s.sink, s.profile, s.hidden, progress, s.notes, s.preserved, s.canonical));
  }

  /** The same importer, telling {@code notes} of every file that its chunking could not cut. */
  public UnixFsImporter withNotes(Consumer<ChunkNote> notes) {
    Settings s = settings;
    return new UnixFsImporter(
        new Settings(s.sink, s.profile, s.hidden, s.progress, notes, s.preserved, s.canonical));
  }

  /** The same importer, keeping permissions or times of what it reads from the disk. */
  public UnixFsImporter withPreserved(Set<Preserve> facts) {
    Settings s = settings;
    return new UnixFsImporter(
        new Settings(
            s.sink, s.profile, s.hidden, s.progress, s.notes, Set.copyOf(facts), s.canonical));
  }

  /**
   * The same importer, telling as {@link Imported#canonical} also what the content is called under
   * {@code profile} with leaves of its own size: one read, a second hash of every byte, and blocks
   * that go nowhere.
   */
  public UnixFsImporter withCanonical(Profile profile) {
    Settings s = settings;
    return new UnixFsImporter(
        new Settings(
            s.sink, s.profile, s.hidden, s.progress, s.notes, s.preserved, Optional.of(profile)));
  }

  /**
   * Imports the rest of a stream as a file; the stream is not closed.
   *
   * @throws StorageException if the stream fails
   * @throws CancelledException if the thread is interrupted
   */
  public Imported file(InputStream in) {
    done = 0;
    return chunks(SourceFile.of(in::read), "add stream", -1, NodeFacts.NONE);
  }

  /**
   * Imports the rest of a channel as a file; the channel is not closed, except by an interrupt.
   *
   * @throws StorageException if the channel fails
   * @throws CancelledException if the thread is interrupted
   */
  public Imported file(ReadableByteChannel in) {
    done = 0;
    return chunks(
        SourceFile.of((to, offset, length) -> in.read(ByteBuffer.wrap(to, offset, length))),
        "add stream",
        -1,
        NodeFacts.NONE);
  }

  /**
   * Imports the content of a file, following symbolic links.
   *
   * @throws NotFoundException if there is none
   * @throws StorageException if it cannot be read
   * @throws CancelledException if the thread is interrupted
   */
  public Imported file(Path path) {
    done = 0;
    try {
      return content(path, "add " + FileNames.last(path), Files.size(path));
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /**
   * Imports a file, a directory with all below it, or a symbolic link as such; links are never
   * followed.
   *
   * @throws NotFoundException if there is nothing at the path
   * @throws StorageException if something cannot be read or is neither file, directory nor link
   * @throws dev.carrack.core.MalformedException if a name is not UTF-8
   * @throws CancelledException if the thread is interrupted
   */
  public Imported tree(Path path) {
    done = 0;
    return new TreeImport(this, settings.hidden(), "add " + FileNames.last(path.toAbsolutePath()))
        .any(path);
  }

  /**
   * Makes a directory of things that were imported before.
   *
   * @throws dev.carrack.core.MalformedException if a name cannot stand in a path
   */
  public Imported directory(Map<String, Imported> entries) {
    return directory(entries, NodeFacts.NONE);
  }

  Imported directory(Map<String, Imported> entries, NodeFacts facts) {
    Map<String, Imported> others = new LinkedHashMap<>();
    entries.forEach((name, entry) -> entry.canonical().ifPresent(e -> others.put(name, e)));
    // What was imported without its other name leaves the directory without one too.
    boolean all = others.size() == entries.size();
    return directory(out, entries, facts)
        .with(canonical.filter(c -> all).map(c -> directory(c, others, facts)));
  }

  private static Imported directory(
      BlockWriter out, Map<String, Imported> entries, NodeFacts facts) {
    DirectoryWriter directory = new DirectoryWriter(out, facts);
    entries.forEach(directory::add);
    return directory.finish();
  }

  /** Makes a symbolic link with that target. */
  public Imported symlink(String target) {
    return symlink(target, NodeFacts.NONE);
  }

  Imported symlink(String target, NodeFacts facts) {
    byte[] data = UnixFsMessage.symlink(Utf8.encode(target, "link target"), facts);
    return out.node(EntryKind.SYMLINK, List.of(), data, 0)
        .with(canonical.map(c -> c.node(EntryKind.SYMLINK, List.of(), data, 0)));
  }

  /** What is kept of a path beside its content. */
  NodeFacts facts(Path path) throws IOException {
    return NodeFacts.of(path, settings.preserved());
  }

  /** One file of an import that reports {@code step} and expects {@code total} bytes in all. */
  Imported content(Path path, String step, long total) throws IOException {
    NodeFacts facts = settings.preserved().isEmpty() ? NodeFacts.NONE : facts(path.toRealPath());
    try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
      return chunks(SourceFile.of(in, path, neighbours), step, total, facts);
    }
  }

  private Imported chunks(SourceFile file, String step, long total, NodeFacts facts) {
    Progress.checkInterrupt(step);
    Cuts cuts = out.profile().cuts(file, settings.notes());
    try {
      file.rewind();
    } catch (IOException e) {
      throw unreadable(step, e);
    }
    FileTree tree = new FileTree(out, facts, canonical.map(other -> new Recut(other, facts)));
    chunks(file, cuts, tree, step, total);
    return tree.finish();
  }

  /**
   * The loop that every file goes through: {@link Cuts} say how far to read and where to cut, and
   * each leaf is written before the next is read.
   */
  private void chunks(ByteInput in, Cuts cuts, FileTree tree, String step, long total) {
    ahead.reset();
    while (true) {
      Progress.checkInterrupt(step);
      int available = fill(in, cuts.ahead(), step);
      if (available == 0) {
        return;
      }
      int length = cuts.next(ahead.bytes(), ahead.from(), available);
      tree.leaf(ahead.bytes(), ahead.from(), length);
      ahead.skip(length);
      done += length;
      settings.progress().at(step, done, total);
    }
  }

  private int fill(ByteInput in, int wanted, String step) {
    try {
      return ahead.fill(in, wanted);
    } catch (IOException e) {
      throw unreadable(step, e);
    }
  }

  private static CarrackException unreadable(String step, IOException e) {
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      return cancelled(step, e);
    }
    return new StorageException(
        step + " failed: " + reason(e), "check the source and try again", e);
  }

  static CarrackException failure(Path path, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new NotFoundException("no file or directory " + path, "check the path", e);
    } else if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      return cancelled("reading " + path, e);
    }
    return new StorageException(
        "cannot read " + path + ": " + reason(e), "check its permissions and the disk", e);
  }

  private static CancelledException cancelled(String step, IOException e) {
    Thread.currentThread().interrupt();
    return new CancelledException(step + " was cancelled", "start it again", e);
  }

  private static String reason(IOException e) {
    String type = e.getClass().getSimpleName();
    return e.getMessage() == null ? type : type + ": " + e.getMessage();
  }
}
