package dev.carrack.core.unixfs;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.Place;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads files and directories out of blocks, whatever importer and profile made them.
 *
 * <p>Blocks come from the source already checked against their CIDs; here what they say about each
 * other is checked too, so a file never has more, fewer or other bytes than its root promises. Only
 * the blocks needed are fetched, and memory does not grow with the size of a file. All methods may
 * be called by several threads if the source allows it; a stream or channel belongs to one thread.
 * They throw, besides what is listed, {@link NotFoundException} if the source lacks a block and
 * {@link MalformedException} or {@link IntegrityException} if blocks contradict UnixFS or each
 * other. Spec: ipfs/specs UnixFS.
 */
public final class UnixFs {

  /** How deep directories may be nested; one more is refused. */
  public static final int MAX_DEPTH = 512;

  private UnixFs() {}

  /** The content of a file. */
  public static InputStream open(BlockSource source, Cid file) {
    return open(source, file, 0, Long.MAX_VALUE);
  }

  /**
   * A range of the content of a file; it ends where the file ends if it reaches beyond.
   *
   * @param offset of the first byte, 0 or more
   * @param length in bytes, 0 or more
   * @throws LimitException if the offset lies behind the end
   */
  public static InputStream open(BlockSource source, Cid file, long offset, long length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("offset and length must not be negative");
    }
    FileCursor cursor = new FileCursor(source, file);
    if (offset > cursor.size()) {
      throw new LimitException(
          "offset %d lies behind the end of %s".formatted(offset, file),
          "it has " + cursor.size() + " bytes");
    }
    cursor.seek(offset);
    return new FileStream(cursor, offset + Math.min(length, cursor.size() - offset));
  }

  /** The content of a file as a read-only channel that can seek. */
  public static SeekableByteChannel channel(BlockSource source, Cid file) {
    return new FileReadChannel(new FileCursor(source, file));
  }

  /** What stands behind a CID; its name is empty. */
  public static Entry stat(BlockSource source, Cid cid) {
    return new Entry("", UnixFsNode.load(source, cid));
  }

  /**
   * What stands at a path below a CID. Empty and {@code .} segments count for nothing, {@code ..}
   * goes up one; symbolic links are not followed. Through DAG-CBOR and DAG-JSON the path goes by
   * keys and indexes.
   *
   * @param path with forward slashes, may be empty
   * @throws NotFoundException if a segment is not there or a file or link is passed through
   * @throws MalformedException if {@code ..} climbs above the CID
   */
  public static Entry resolve(BlockSource source, Cid root, String path) {
    return resolve(source, root, path, block -> {});
  }

  /**
   * As above; {@code passed} is told of every block above the result, the gateway's path blocks.
   */
  public static Entry resolve(BlockSource source, Cid root, String path, Consumer<Block> passed) {
    Place place = Way.follow(source, root, path, passed);
    if (!place.remaining().isEmpty()) {
      throw new NotFoundException(
          "'%s' is a value inside block %s, not an entry"
              .formatted(String.join("/", place.remaining()), place.block()),
          "read the block itself");
    }
    List<String> names = Way.names(path);
    String name = names.isEmpty() ? "" : names.get(names.size() - 1);
    return new Entry(name, UnixFsNode.load(source, place.block()));
  }

  /** The entries of a directory, in its own order. */
  public static List<Entry> list(BlockSource source, Cid directory) {
    List<Entry> entries = new ArrayList<>();
    list(source, directory, entries::add);
    return entries;
  }

  /** Hands out the entries of a directory one by one; each costs fetching its root block. */
  public static void list(BlockSource source, Cid directory, Consumer<Entry> entries) {
    new DirectoryReader(source, UnixFsNode.load(source, directory))
        .forEach(link -> entries.accept(entry(source, link)));
  }

  /** Told of every entry of a walk. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One entry.
     *
     * @param path names from the root, joined by slashes; empty for the root
     * @param entry what is there
     */
    void visit(String path, Entry entry);
  }

  /**
   * Visits a file, or a directory and all below it, each directory before its entries. To stop
   * early, the visitor throws; an interrupt stops it too.
   *
   * @throws LimitException if directories are nested deeper than {@link #MAX_DEPTH}
   */
  public static void walk(BlockSource source, Cid root, Visitor visitor) {
    walk(source, "", stat(source, root), visitor, 0);
  }

  private static void walk(
      BlockSource source, String path, Entry entry, Visitor visitor, int depth) {
    if (depth > MAX_DEPTH) {
      throw new LimitException(
          "directories are nested deeper than " + MAX_DEPTH, "no honest tree is: do not use it");
    }
    Progress.checkInterrupt("walking a directory tree");
    visitor.visit(path, entry);
    if (entry.kind() == EntryKind.DIRECTORY) {
      String prefix = path.isEmpty() ? "" : path + "/";
      new DirectoryReader(source, entry.node())
          .forEach(
              link ->
                  walk(
                      source,
                      prefix + link.nameOrEmpty(),
                      entry(source, link),
                      visitor,
                      depth + 1));
    }
  }

  /**
   * Visits the blocks of one thing without what it contains: of a file all, of a directory its own
   * (all shards of a large one), of anything else the root alone. Trustless gateway, {@code
   * dag-scope=entity}.
   */
  public static void entity(
      BlockSource source, Cid root, Dag.Repeats repeats, Consumer<Block> visitor) {
    if (!UnixFsNode.isUnixFs(root)) {
      visitor.accept(Dag.block(source, root));
      return;
    }
    UnixFsNode node = UnixFsNode.load(source, root);
    if (node.kind() == EntryKind.DIRECTORY) {
      new DirectoryReader(source, node).forEachShard(shard -> visitor.accept(shard.block()));
    } else {
      Dag.walk(source, root, repeats, visitor);
    }
  }

  static Entry entry(BlockSource source, PbLink link) {
    return new Entry(link.nameOrEmpty(), UnixFsNode.load(source, link.cid()));
  }
}
