package dev.carrack.core.unixfs;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.MalformedException;
import java.util.function.Consumer;

/** Visits the blocks that hold a range of a file, and no others: its root, then depth first. */
final class FileRange {

  private final BlockSource source;
  private final Consumer<Block> visitor;
  private final long first;
  private final long last;

  private FileRange(BlockSource source, Consumer<Block> visitor, long first, long last) {
    this.source = source;
    this.visitor = visitor;
    this.first = first;
    this.last = last;
  }

  /** A range that holds none of the file's bytes leaves the root block alone. */
  static void visit(BlockSource source, UnixFsNode root, ByteRange range, Consumer<Block> visitor) {
    FileNode file = FileNode.of(root);
    long size = file.size();
    long first = range.first(size);
    long last = range.last(size);
    if (first > last) {
      visitor.accept(root.block());
    } else {
      new FileRange(source, visitor, first, last).visit(file, 0, 0);
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
      if (begin < end && begin <= last && end > first) {
        visit(node.child(source, i), begin, level + 1);
      }
    }
  }
}
