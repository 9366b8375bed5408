package dev.carrack.core.unixfs;

import dev.carrack.core.Cid;
import dev.carrack.core.internal.Utf8;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A file, directory or symbolic link as its root block describes it. Immutable and thread-safe.
 *
 * <p>The name is whatever the directory says: nobody has checked that it can stand on a disk.
 * {@link UnixFsExporter} does.
 */
public final class Entry {

  private final String name;
  private final UnixFsNode node;
  private final long size;

  Entry(String name, UnixFsNode node) {
    this.name = name;
    this.node = node;
    this.size = node.kind() == EntryKind.FILE ? FileNode.of(node).size() : 0;
  }

  /** The name in its directory; empty for what was asked for by CID. */
  public String name() {
    return name;
  }

  /** The root block. */
  public Cid cid() {
    return node.cid();
  }

  /** What it is. */
  public EntryKind kind() {
    return node.kind();
  }

  /** A file's bytes of content; 0 for directories, links and other blocks. */
  public long size() {
    return size;
  }

  /** A link's target, if it is one. */
  public Optional<String> target() {
    return kind() == EntryKind.SYMLINK
        ? Optional.of(Utf8.decode(node.inline(), "link target"))
        : Optional.empty();
  }

  /** The Unix permission bits, if the importer kept them (UnixFS 1.5). */
  public OptionalInt mode() {
    return node.message().map(UnixFsMessage::mode).orElse(OptionalInt.empty());
  }

  /** When the content was changed, if the importer kept it (UnixFS 1.5). */
  public Optional<Instant> modified() {
    return node.message().flatMap(UnixFsMessage::mtime);
  }

  UnixFsNode node() {
    return node;
  }

  @Override
  public String toString() {
    return cid() + " " + size + " " + name;
  }
}
