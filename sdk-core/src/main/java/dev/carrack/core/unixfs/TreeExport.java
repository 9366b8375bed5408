package dev.carrack.core.unixfs;

import dev.carrack.core.BlockSource;
import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.ConflictException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One export into a place where nothing is yet. */
final class TreeExport {

  private static final int BUFFER = 128 << 10;

  private final BlockSource source;
  private final NamePolicy names;
  private final Progress progress;
  private final FactsRestore facts;
  private final String step;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private long done;

  TreeExport(
      BlockSource source, NamePolicy names, Progress progress, FactsRestore facts, String step) {
    this.facts = facts;
    this.source = source;
    this.names = names;
    this.progress = progress;
    this.step = step;
  }

  void root(Cid cid, Path to) throws IOException {
    Entry entry = UnixFs.stat(source, cid);
    long total = entry.kind() == EntryKind.FILE ? entry.size() : -1;
    write(entry, to, "", 0, total);
  }

  private void write(Entry entry, Path to, String where, int depth, long total) throws IOException {
    Progress.checkInterrupt(step);
    switch (entry.kind()) {
      case FILE -> file(entry, to, total);
      case DIRECTORY -> directory(entry, to, where, depth);
      case OTHER ->
          throw new MalformedException(
              "entry '%s' cannot be written to disk: it is a %s block"
                  .formatted(where, entry.cid().codec()),
              "read " + entry.cid() + " as a block instead");
      case SYMLINK -> Files.createSymbolicLink(to, target(entry, where, depth));
    }
  }

  private void file(Entry entry, Path to, long total) throws IOException {
    FileCursor cursor = new FileCursor(source, entry.cid());
    try (FileChannel out =
        FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      while (cursor.position() < cursor.size()) {
        Progress.checkInterrupt(step);
        buffer.clear();
        int count = cursor.read(buffer);
        buffer.flip();
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        done += count;
        progress.at(step, done, total);
      }
      if (total >= 0) { // the export is this one file, and the rename must not outlive its content
        out.force(false);
      }
    }
    facts.file(entry, to);
  }

  private void directory(Entry entry, Path to, String where, int depth) throws IOException {
    if (depth == UnixFs.MAX_DEPTH) {
      throw new LimitException(
          "directories are nested deeper than " + UnixFs.MAX_DEPTH, "no honest tree is");
    }
    Files.createDirectory(to);
    facts.later(entry, to);
    try {
      new DirectoryReader(source, entry.node())
          .forEach(link -> child(UnixFs.entry(source, link), to, where, depth));
    } catch (Escaping e) {
      throw e.failure;
    }
  }

  private void child(Entry entry, Path directory, String where, int depth) {
    String path = where.isEmpty() ? entry.name() : where + "/" + entry.name();
    names.check(entry.name(), path);
    try {
      write(entry, FileNames.child(directory, entry.name()), path, depth + 1, -1);
    } catch (FileAlreadyExistsException e) {
      throw new ConflictException(
          "entry '" + path + "' and another are one name on this file system",
          "export to a file system that tells upper and lower case apart",
          e);
    } catch (InvalidPathException e) {
      throw new MalformedException(
          "entry '" + path + "' cannot be written to disk: " + e.getReason(),
          "read it by its CID instead",
          e);
    } catch (IOException e) {
      throw new Escaping(e);
    }
  }

  /**
   * The target of a link, if it cannot lead out of the export. Leading {@code ..} count real
   * directories, as this export made them. A {@code ..} after a name could pass through another
   * link, and then leads somewhere no text can tell: refused.
   */
  private static Path target(Entry entry, String where, int depth) {
    String target = entry.target().orElseThrow();
    int up = 0;
    boolean named = false;
    boolean safe = !target.isEmpty() && "/\\".indexOf(target.charAt(0)) < 0;
    for (String segment : target.split("/")) {
      if (segment.equals("..")) {
        safe &= !named;
        up++;
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        named = true;
        safe &= segment.indexOf('\\') < 0 && segment.indexOf(':') < 0 && segment.indexOf('\0') < 0;
      }
    }
    if (!safe || up >= depth) {
      throw new MalformedException(
          "link '%s' points to '%s', which may lie outside the export"
              .formatted(where.isEmpty() ? entry.cid() : where, target),
          "read the link's target from its CID instead");
    }
    return FileNames.relative(target);
  }

  static CarrackException failure(Path target, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      Thread.currentThread().interrupt();
      return new CancelledException("export to " + target + " was cancelled", "start it again", e);
    }
    return new StorageException(
        "cannot write " + target + ": " + e,
        "free space or check permissions; nothing was changed",
        e);
  }

  /** Carries an I/O failure out of a callback. */
  private static final class Escaping extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient IOException failure;

    Escaping(IOException failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
