package dev.carrack.core.unixfs;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.ConflictException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/**
 * Writes files and directory trees to disk, safely.
 *
 * <p>Atomic: everything is written into a hidden folder beside the target and moved into place as
 * the last step, so the target is never half there, and on any failure it is as it was. (A killed
 * process leaves the folder {@code .NAME.carrack-*} behind; delete it. A single file is forced to
 * the disk first; the files of a tree are not, for that costs milliseconds each: after a power
 * failure export the tree again.) Nothing is written outside the target: names are checked by a
 * {@link NamePolicy}, links on the way are never followed, and a symbolic link whose target could
 * lie outside the export is refused.
 *
 * <p>Permissions and times recorded in UnixFS are restored only where asked for, those of
 * directories after the content is in place; the JDK writes a link's target without doubled or
 * trailing slashes. The {@code with…} methods give changed copies. Thread-safe if the source is.
 */
public final class UnixFsExporter {

  private final BlockSource source;
  private final NamePolicy names;
  private final Existing existing;
  private final Progress progress;
  private final Set<Preserve> restored;

  private UnixFsExporter(
      BlockSource source,
      NamePolicy names,
      Existing existing,
      Progress progress,
      Set<Preserve> restored) {
    this.restored = restored;
    this.source = source;
    this.names = names;
    this.existing = existing;
    this.progress = progress;
  }

  /** An exporter that wants portable names, replaces nothing and tells nobody. */
  public static UnixFsExporter from(BlockSource source) {
    return new UnixFsExporter(
        source, NamePolicy.PORTABLE, Existing.REFUSE, Progress.none(), Set.of());
  }

  /** The same exporter with another rule for names. */
  public UnixFsExporter withNames(NamePolicy rule) {
    return new UnixFsExporter(source, rule, existing, progress, restored);
  }

  /** The same exporter with another rule for targets that exist. */
  public UnixFsExporter withExisting(Existing rule) {
    return new UnixFsExporter(source, names, rule, progress, restored);
  }

  /** The same exporter, telling {@code progress} the bytes written. */
  public UnixFsExporter withProgress(Progress progress) {
    return new UnixFsExporter(source, names, existing, progress, restored);
  }

  /**
   * The same exporter, giving files and directories the permissions or times that their nodes
   * carry. The bits set-user-id, set-group-id and sticky are never restored; permissions are left
   * out where the file system has none. Symbolic links keep what the system gave them.
   */
  public UnixFsExporter withRestored(Set<Preserve> facts) {
    return new UnixFsExporter(source, names, existing, progress, Set.copyOf(facts));
  }

  /**
   * Writes what stands behind {@code cid} to {@code target}, whose parent directory must exist.
   *
   * @throws ConflictException if the target exists and may not be replaced
   * @throws NotFoundException if the source lacks a block or the parent directory is missing
   * @throws dev.carrack.core.MalformedException naming the entry whose name or link is not safe
   * @throws StorageException if the disk is full or fails
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   */
  public void export(Cid cid, Path target) {
    Path to = target.toAbsolutePath();
    Path parent = to.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new NotFoundException(
          "the directory " + parent + " of the export is missing", "create it first");
    }
    refuseExisting(to);
    try {
      Path scratch = Files.createTempDirectory(parent, "." + to.getFileName() + ".carrack-");
      try {
        Path content = scratch.resolve("content");
        FactsRestore facts = new FactsRestore(restored);
        new TreeExport(source, names, progress, facts, "get " + to.getFileName())
            .root(cid, content);
        refuseExisting(to);
        moveIntoPlace(content, to, scratch);
        facts.directories(content, to);
      } finally {
        Trees.discard(scratch);
      }
    } catch (IOException e) {
      throw TreeExport.failure(to, e);
    }
  }

  private void refuseExisting(Path to) {
    if (existing == Existing.REFUSE && Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw new ConflictException(
          to + " already exists", "choose another target or ask for it to be replaced");
    }
  }

  // A directory cannot be renamed over a full one, so what is there steps aside first, and back
  // again
  // if the new one cannot take its place.
  private void moveIntoPlace(Path content, Path to, Path scratch) throws IOException {
    Path aside = scratch.resolve("replaced");
    boolean directories =
        Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)
            || (Files.exists(to, LinkOption.NOFOLLOW_LINKS)
                && Files.isDirectory(content, LinkOption.NOFOLLOW_LINKS));
    if (directories) {
      move(to, aside);
    }
    try {
      move(content, to);
    } catch (IOException e) {
      if (directories) {
        move(aside, to);
      }
      throw e;
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new StorageException(
          "cannot move " + from + " to " + to + " in one step", "choose a target on one disk", e);
    }
  }
}
