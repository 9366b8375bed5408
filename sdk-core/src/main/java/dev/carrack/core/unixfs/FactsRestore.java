package dev.carrack.core.unixfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Gives what was exported the permissions and times of its nodes. Directories come last, the
 * deepest first: what is written into one changes its time, and one that may not be written to
 * could neither be filled nor moved nor, after a failure, be deleted.
 */
final class FactsRestore {

  private record Later(Entry entry, Path path) {}

  private final Set<Preserve> wanted;
  private final List<Later> directories = new ArrayList<>();

  FactsRestore(Set<Preserve> wanted) {
    this.wanted = wanted;
  }

  void file(Entry entry, Path path) throws IOException {
    if (wanted.contains(Preserve.MTIME) && entry.modified().isPresent()) {
      Files.setLastModifiedTime(path, FileTime.from(entry.modified().get()));
    }
    if (wanted.contains(Preserve.MODE) && entry.mode().isPresent()) {
      PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
      if (view != null) {
        view.setPermissions(permissions(entry.mode().getAsInt()));
      }
    }
  }

  /** Remembers a directory. */
  void later(Entry entry, Path path) {
    if (!wanted.isEmpty() && (entry.mode().isPresent() || entry.modified().isPresent())) {
      directories.add(new Later(entry, path));
    }
  }

  /** Restores the directories that were written below {@code from} and lie below {@code to} now. */
  void directories(Path from, Path to) throws IOException {
    for (int i = directories.size() - 1; i >= 0; i--) {
      Later directory = directories.get(i);
      file(directory.entry(), to.resolve(from.relativize(directory.path())));
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> out = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values(); // owner read first, as bit 8
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode >>> all.length - 1 - bit & 1) != 0) {
        out.add(all[bit]);
      }
    }
    return out;
  }
}
