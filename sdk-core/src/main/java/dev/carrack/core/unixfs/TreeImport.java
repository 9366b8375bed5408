package dev.carrack.core.unixfs;

import dev.carrack.core.LimitException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;

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
        return importer.symlink(FileNames.target(Files.readSymbolicLink(path)));
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
    Map<String, Imported> entries = new LinkedHashMap<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
      for (Path child : children) {
        String name = FileNames.last(child);
        if (hidden == HiddenFiles.INCLUDE || !name.startsWith(".")) {
          entries.put(name, any(child));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    depth--;
    return importer.directory(entries);
  }
}
