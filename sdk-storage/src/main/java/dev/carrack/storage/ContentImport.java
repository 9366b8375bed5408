package dev.carrack.storage;

import dev.carrack.core.BlockSink;
import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.unixfs.ChunkNote;
import dev.carrack.core.unixfs.Imported;
import dev.carrack.core.unixfs.UnixFsImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns content that is outside the store into blocks in a sink. */
final class ContentImport {

  private static final int MAX_NOTES = 100;

  private final UnixFsImporter importer;
  private final Layout layout;
  private final Path store;
  private final List<String> notes = new ArrayList<>();

  /**
   * Prepares an import.
   *
   * @param store the store's directory, which must not be part of what is imported
   */
  ContentImport(BlockSink sink, Path store, Layout layout, Progress progress) {
    this.store = store;
    this.layout = layout;
    UnixFsImporter plain =
        UnixFsImporter.into(sink)
            .withProfile(layout.profile())
            .withPreserved(layout.preserved())
            .withProgress(progress)
            .withNotes(this::note);
    this.importer =
        layout
            .canonical()
            .filter(profile -> !profile.equals(layout.profile()))
            .map(plain::withCanonical)
            .orElse(plain);
  }

  Stored file(Path path) {
    if (Files.isDirectory(path)) {
      throw new MalformedException(path + " is a directory", "say directory(path) instead of file");
    }
    requirePresent(path);
    if (!Files.isRegularFile(path)) { // a pipe or device may never end, nor let itself be cancelled
      throw new MalformedException(path + " is no regular file", "put it as a stream instead");
    }
    SourceSnapshot before = SourceSnapshot.of(real(path));
    Imported imported = importer.file(real(path));
    before.requireUnchanged();
    return stored(imported, Optional.of(fileName(path)), Map.of());
  }

  Stored directory(Path path) {
    requirePresent(path);
    if (!Files.isDirectory(path)) {
      throw new MalformedException(
          path + " is no directory", "say file(path) instead of directory");
    }
    return stored(tree(path), Optional.empty(), Map.of());
  }

  /** A file or a directory, whichever it is. */
  Stored any(Path path) {
    return Files.isDirectory(path) ? directory(path) : file(path);
  }

  Stored splits(Map<String, Path> paths) {
    Map<String, Imported> parts = new LinkedHashMap<>();
    List<SourceSnapshot> before = new ArrayList<>();
    paths.forEach(
        (name, path) -> {
          Path real = real(path);
          refuseStoreInside(real);
          before.add(SourceSnapshot.of(real));
          parts.put(name, importer.tree(real));
        });
    before.forEach(SourceSnapshot::requireUnchanged);
    Map<String, Split> splits = new LinkedHashMap<>();
    parts.forEach((name, part) -> splits.put(name, new Split(part.cid(), part.size())));
    return stored(importer.directory(parts), Optional.empty(), splits);
  }

  Stored stream(String fileName, StreamSource source) {
    try (InputStream in = source.open()) {
      return stored(importer.file(in), Optional.of(fileName), Map.of());
    } catch (IOException e) {
      throw new StorageException(
          "cannot read " + fileName + ": " + e.getMessage(), "check its source and try again", e);
    }
  }

  private Imported tree(Path path) {
    Path real = real(path);
    refuseStoreInside(real);
    SourceSnapshot before = SourceSnapshot.of(real);
    Imported imported = importer.tree(real);
    before.requireUnchanged();
    return imported;
  }

  private Stored stored(Imported imported, Optional<String> file, Map<String, Split> splits) {
    Cid root = imported.cid();
    Map<String, Cid> aliases = new LinkedHashMap<>();
    layout
        .canonical()
        .ifPresent(
            profile ->
                imported
                    .canonical()
                    .ifPresent(other -> aliases.put(profile.toString(), other.cid())));
    Optional<String> profile = Optional.of(layout.profile().toString());
    return new Stored(root, imported.size(), profile, file, splits, aliases, List.copyOf(notes));
  }

  // A tree of broken files must not fill the memory with complaints.
  private void note(ChunkNote note) {
    if (notes.size() < MAX_NOTES) {
      notes.add(note.toString());
    }
  }

  /** The name to remember, if it can be one; a file may be called almost anything on a disk. */
  private static String fileName(Path path) {
    Path name = path.getFileName();
    return NameRules.segment("file name", name == null ? "" : name.toString());
  }

  /** A store that imports itself would grow while it is read, until the disk is full. */
  private void refuseStoreInside(Path source) {
    if (Files.notExists(store)) {
      return;
    }
    if (source.startsWith(real(store)) && Files.isDirectory(source)) {
      throw new MalformedException(
          source + " is part of the store " + store, "put the content it came from instead");
    }
    if (!real(store).startsWith(source)) {
      return;
    }
    for (Path name : source.relativize(real(store))) {
      if (name.toString().startsWith(".")) {
        return; // hidden, so left out
      }
    }
    throw new MalformedException(
        "the store " + store + " lies inside " + source + ", which is to be stored",
        "move the store out of it, or hide it behind a name that begins with a dot");
  }

  private static void requirePresent(Path path) {
    if (Files.notExists(path)) {
      throw new NotFoundException("no file or directory " + path, "check the path");
    }
  }

  /** What was named is taken, also where the name is a link; links below it stay links. */
  private static Path real(Path path) {
    requirePresent(path);
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new StorageException(
          "cannot read " + path + ": " + e.getMessage(), "check its permissions and the disk", e);
    }
  }
}
