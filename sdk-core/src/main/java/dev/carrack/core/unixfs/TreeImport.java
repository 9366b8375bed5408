package dev.carrack.core.unixfs;

import dev.carrack.core.LimitException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.internal.Utf8;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One import of a directory tree. */
final class TreeImport {

  private final UnixFsImporter importer;
  private final HiddenFiles hidden;
  private final String step;
  private int depth;

  TreeImport(UnixFsImporter importer, HiddenFiles hidden, String step) {
    this.importer = importer;
    this.hidden = hidden;
    this.step = step;
  }

  Imported any(Path path) {
    Progress.checkInterrupt(step);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        return importer.symlink(
            FileNames.target(Files.readSymbolicLink(path)), importer.facts(path));
      } else if (attributes.isDirectory()) {
        return directory(path);
      } else if (attributes.isRegularFile()) {
        return importer.content(path, step, depth == 0 ? attributes.size() : -1);
      }
    } catch (IOException e) {
      throw UnixFsImporter.failure(path, e);
    }
    throw new StorageException(
        path + " is neither a file, a directory nor a symbolic link", "leave it out");
  }

  private Imported directory(Path path) throws IOException {
    if (++depth > UnixFs.MAX_DEPTH) {
      throw new LimitException(
          "directories are nested deeper than " + UnixFs.MAX_DEPTH + " at " + path, "move it up");
    }
    // By name: the blocks of a tree are put in one order on every file system.
    SortedMap<String, Path> children = new TreeMap<>(Utf8::compare);
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(path)) {
      for (Path child : listed) {
        String name = FileNames.last(child);
        if (hidden == HiddenFiles.INCLUDE || !name.startsWith(".")) {
          children.put(name, child);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Map<String, Imported> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Path> child : children.entrySet()) {
      entries.put(child.getKey(), any(child.getValue()));
    }
    depth--;
    return importer.directory(entries, importer.facts(path));
  }
}
