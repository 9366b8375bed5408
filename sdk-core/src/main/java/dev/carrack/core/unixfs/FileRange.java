package dev.carrack.core.unixfs;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Visits the blocks that hold a range of a file, and no others: its root, then depth first. */
final class FileRange {

  /** A child as its parent tells of it: of another size it must be looked at again, and refused. */
  private record Part(Cid cid, long size) {}

  private final BlockSource source;
  private final Consumer<Block> visitor;
  private final Optional<Set<Part>> whole;
  private final long first;
  private final long last;

  private FileRange(
      BlockSource source,
      Consumer<Block> visitor,
      Optional<Set<Part>> whole,
      long first,
      long last) {
    this.source = source;
    this.visitor = visitor;
    this.whole = whole;
    this.first = first;
    this.last = last;
  }

  /**
   * A range that holds none of the file's bytes leaves the root block alone.
   *
   * @param once whether a part that lies in the range as a whole need not be visited again: twenty
   *     levels of two links to one block are a million visits
   */
  static void visit(
      BlockSource source, UnixFsNode root, ByteRange range, boolean once, Consumer<Block> visitor) {
    FileNode file = FileNode.of(root);
    long size = file.size();
    long first = range.first(size);
    long last = range.last(size);
    if (first > last) {
      visitor.accept(root.block());
    } else {
      Optional<Set<Part>> whole = once ? Optional.of(new HashSet<>()) : Optional.empty();
      new FileRange(source, visitor, whole, first, last).visit(file, 0, 0);
    }
  }

  private void visit(FileNode node, long start, int level) {
    if (level == FileCursor.MAX_LEVELS) {
      throw new MalformedException(
          "block %s lies deeper than %d levels of a file".formatted(node.block().cid(), level),
          "no importer builds such a file");
    }
    visitor.accept(node.block());
    for (int i = 0; i < node.children(); i++) {
      long begin = start + node.start(i);
      long end = start + node.start(i + 1);
      if (begin < end && begin <= last && end > first && isNew(node.cid(i), begin, end)) {
        visit(node.child(source, i), begin, level + 1);
      }
    }
  }

  private boolean isNew(Cid cid, long begin, long end) {
    return begin < first
        || end - 1 > last
        || whole.map(seen -> seen.add(new Part(cid, end - begin))).orElse(true);
  }
}
