package dev.carrack.interop;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.Progress;
import dev.carrack.core.car.Car;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.unixfs.Entry;
import dev.carrack.core.unixfs.EntryKind;
import dev.carrack.core.unixfs.Imported;
import dev.carrack.core.unixfs.Profile;
import dev.carrack.core.unixfs.UnixFs;
import dev.carrack.core.unixfs.UnixFsImporter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Trees as UnixFS blocks of our making or reading. */
final class OurBlocks {
  private final MemoryBlockStore blocks = new MemoryBlockStore();

  /** Imports a tree from memory: children first. */
  Cid write(Tree tree, Profile profile) {
    UnixFsImporter importer = UnixFsImporter.into(blocks).withProfile(profile);
    Map<String, Map<String, Imported>> children = new HashMap<>();
    for (String path : tree.entries().descendingKeySet()) {
      Imported made = write(importer, tree.entries().get(path), children.remove(path));
      int slash = path.lastIndexOf('/');
      if (slash < 0) {
        return made.cid();
      }
      children
          .computeIfAbsent(path.substring(0, slash), key -> new HashMap<>())
          .put(path.substring(slash + 1), made);
    }
    throw new AssertionError("a tree has a root");
  }

  private static Imported write(
      UnixFsImporter importer, Tree.Entry entry, Map<String, Imported> children) {
    return switch (entry.kind()) {
      case 'd' -> importer.directory(children == null ? Map.of() : children);
      case 'l' -> importer.symlink(new String(entry.bytes(), StandardCharsets.UTF_8));
      default -> importer.file(new ByteArrayInputStream(entry.bytes()));
    };
  }

  /** The tree below a root. */
  Tree read(Cid root) {
    Tree tree = new Tree();
    read(Tree.ROOT, UnixFs.stat(blocks, root), tree);
    return tree;
  }

  private void read(String path, Entry entry, Tree tree) {
    if (entry.kind() == EntryKind.DIRECTORY) {
      tree.directory(path);
      UnixFs.list(blocks, entry.cid(), child -> read(path + "/" + child.name(), child, tree));
    } else if (entry.kind() == EntryKind.SYMLINK) {
      tree.link(path, entry.target().orElseThrow());
    } else {
      tree.file(path, content(entry.cid()));
    }
  }

  private byte[] content(Cid file) {
    try (InputStream in = UnixFs.open(blocks, file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All blocks below a root. */
  byte[] car(Cid root) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Car.export(blocks, root, out, Progress.none());
    return out.toByteArray();
  }

  /** Takes all blocks of a CAR; answers its only root. */
  Cid take(byte[] car) {
    Car.Contents contents =
        Car.importAll(new ByteArrayInputStream(car), "the peer's CAR", blocks, Progress.none());
    return contents.roots().get(0);
  }

  /** Whether the root is a sharded directory: Data begins with field 1, HAMTShard. */
  boolean isSharded(Cid root) {
    if (root.codec().equals(Codec.RAW)) {
      return false;
    }
    return DagPb.decode(blocks.require(root).bytes())
        .data()
        .map(data -> data.remaining() > 1 && data.get(1) == 5)
        .orElse(false);
  }
}
