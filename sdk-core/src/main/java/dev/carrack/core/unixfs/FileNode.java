package dev.carrack.core.unixfs;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A node of a file: its own bytes first, then those of its children. Everything the block says
 * about sizes has been checked for consistency; what it says of a child is checked when the child
 * is loaded.
 */
final class FileNode {

  private final UnixFsNode node;
  private final ByteBuffer inline;
  private final long[] starts; // of each child's bytes, then the size of the whole

  private FileNode(UnixFsNode node, ByteBuffer inline, long[] starts) {
    this.node = node;
    this.inline = inline;
    this.starts = starts;
  }

  static FileNode of(UnixFsNode node) {
    if (node.kind() != EntryKind.FILE) {
      throw node.isNo("file");
    }
    long[] sizes = node.message().map(UnixFsMessage::blocksizes).orElse(new long[0]);
    if (sizes.length != node.links().size()) {
      throw node.malformed(
          "has %d links but %d block sizes".formatted(node.links().size(), sizes.length));
    }
    if (node.links().stream().anyMatch(link -> !link.nameOrEmpty().isEmpty())) {
      throw node.malformed("is a file whose links have names");
    }
    ByteBuffer inline = node.inline();
    long[] starts = new long[sizes.length + 1];
    starts[0] = inline.remaining();
    for (int i = 0; i < sizes.length; i++) {
      starts[i + 1] = starts[i] + sizes[i];
      if (starts[i + 1] < 0) {
        throw node.malformed("claims more than 2^63 bytes");
      }
    }
    FileNode file = new FileNode(node, inline, starts);
    long declared = node.message().map(m -> m.filesize().orElse(file.size())).orElse(file.size());
    if (declared != file.size()) {
      throw node.malformed("claims %d bytes, its parts have %d".formatted(declared, file.size()));
    }
    return file;
  }

  long size() {
    return starts[starts.length - 1];
  }

  /** The bytes before those of the first child. */
  ByteBuffer inline() {
    return inline.duplicate();
  }

  /** The child that holds the byte at {@code offset}, which lies after the inline bytes. */
  int childAt(long offset) {
    int found = Arrays.binarySearch(starts, offset);
    if (found < 0) {
      return -found - 2;
    }
    while (starts[found + 1] == offset) { // children without bytes hold nothing
      found++;
    }
    return found;
  }

  /** The block itself. */
  Block block() {
    return node.block();
  }

  /** How many children there are. */
  int children() {
    return starts.length - 1;
  }

  /** Where a child's bytes begin; of one past the last, where they end. */
  long start(int child) {
    return starts[child];
  }

  /**
   * Loads a child.
   *
   * @throws IntegrityException if it has another size than this node says
   */
  FileNode child(BlockSource source, int index) {
    FileNode child = of(UnixFsNode.load(source, cid(index)));
    checkSize(index, child.size());
    return child;
  }

  Cid cid(int child) {
    return node.links().get(child).cid();
  }

  long size(int child) {
    return starts[child + 1] - starts[child];
  }

  /**
   * Checks a child's size.
   *
   * @throws IntegrityException if it has another size than this node says
   */
  void checkSize(int child, long actual) {
    if (actual != size(child)) {
      throw new IntegrityException(
          "block %s has %d bytes of content, its parent %s promises %d"
              .formatted(cid(child), actual, node.cid(), size(child)),
          "the file was built to mislead: do not use it");
    }
  }
}
