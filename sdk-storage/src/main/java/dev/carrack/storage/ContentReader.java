package dev.carrack.storage;

import dev.carrack.core.BlockSource;
import dev.carrack.core.CachedBlocks;
import dev.carrack.core.Cid;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.unixfs.Entry;
import dev.carrack.core.unixfs.EntryKind;
import dev.carrack.core.unixfs.Preserve;
import dev.carrack.core.unixfs.UnixFs;
import dev.carrack.core.unixfs.UnixFsExporter;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the content behind references. Thread-safe. */
final class ContentReader {

  /** Bytes of blocks kept for channels that jump about, unless the heap is small. */
  private static final long CACHE = 32 << 20;

  private final BlockSource blocks;
  private final CachedBlocks cache;
  private final Catalogue catalogue;

  ContentReader(BlockSource blocks, Catalogue catalogue) {
    this.blocks = blocks;
    this.cache = CachedBlocks.over(blocks, Math.min(CACHE, Runtime.getRuntime().maxMemory() / 4));
    this.catalogue = catalogue;
  }

  InputStream open(Ref ref, String path, long offset, long length) {
    return UnixFs.open(blocks, file(ref, path), offset, length);
  }

  SeekableByteChannel channel(Ref ref, String path) {
    return UnixFs.channel(cache, file(ref, path));
  }

  Tensors tensors(Ref ref, String path) {
    Catalogue.Target target = target(ref);
    Entry entry = entry(target, ref, path);
    String name = entry.name().isEmpty() ? fileName(target).orElse(ref.toString()) : entry.name();
    return Tensors.of(blocks, entry.cid(), name);
  }

  List<Item> list(Ref ref, String path) {
    Catalogue.Target target = target(ref);
    Entry entry = entry(target, ref, path);
    if (entry.kind() == EntryKind.DIRECTORY) {
      return UnixFs.list(blocks, entry.cid()).stream().map(e -> item(e, e.name())).toList();
    }
    String name = entry.name().isEmpty() ? fileName(target).orElse("") : entry.name();
    return List.of(item(entry, name));
  }

  /** Writes the content; into {@code target} where that is a directory, else as {@code target}. */
  Path export(Ref ref, Path target, Set<Preserve> restored, Progress progress) {
    Catalogue.Target found = target(ref);
    Path to = Files.isDirectory(target) ? target.resolve(exportName(found, ref)) : target;
    UnixFsExporter.from(blocks)
        .withProgress(progress)
        .withRestored(restored)
        .export(found.root(), to);
    return to;
  }

  private static String exportName(Catalogue.Target target, Ref ref) {
    return fileName(target)
        .or(() -> target.manifest().map(Manifest::name))
        .orElseGet(() -> ref.toString());
  }

  private Cid file(Ref ref, String path) {
    Entry entry = entry(target(ref), ref, path);
    if (entry.kind() == EntryKind.FILE) {
      return entry.cid();
    }
    String where = path.isEmpty() ? ref.toString() : path + " in " + ref;
    if (entry.kind() == EntryKind.SYMLINK) {
      throw new NotFoundException(
          where + " is a symbolic link to " + entry.target().orElse(""), "open what it points to");
    }
    throw new NotFoundException(
        where + " is a directory, not a file", "name a file in it: " + some(entry.cid()));
  }

  private String some(Cid directory) {
    return String.join(
        ", ", UnixFs.list(blocks, directory).stream().map(Entry::name).limit(5).toList());
  }

  private Entry entry(Catalogue.Target target, Ref ref, String path) {
    // A file that was put has no directory around it, but it can be asked for by its name as well.
    boolean named = fileName(target).filter(path::equals).isPresent();
    try {
      return UnixFs.resolve(blocks, target.root(), named ? "" : path);
    } catch (NotFoundException e) {
      if (fileName(target).isPresent() && !named) {
        throw new NotFoundException(
            "there is no '" + path + "' in " + ref,
            "it is one file, '" + fileName(target).get() + "'",
            e);
      }
      throw e;
    }
  }

  private Catalogue.Target target(Ref ref) {
    Catalogue.Target target = catalogue.target(ref);
    target.manifest().ifPresent(Manifest::requirePlain);
    return target;
  }

  private static Optional<String> fileName(Catalogue.Target target) {
    return target.manifest().flatMap(Manifest::fileName);
  }

  private static Item item(Entry entry, String name) {
    return new Item(name, entry.cid(), entry.kind(), entry.size());
  }
}
