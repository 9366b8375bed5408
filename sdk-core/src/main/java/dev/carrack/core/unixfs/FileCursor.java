package dev.carrack.core.unixfs;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A position in a file. Holds the nodes from the root to the current leaf; reading on or seeking
 * fetches only the blocks on the way to the next bytes. Not thread-safe.
 */
final class FileCursor {

  // 64 levels of even two links hold more than any file; deeper is a chain built to exhaust the
  // reader.
  static final int MAX_LEVELS = 64;

  private record Frame(FileNode node, long start) {
    boolean holds(long position) {
      return position >= start && position - start < node.size();
    }
  }

  private final BlockSource source;
  private final Cid root;
  private final Deque<Frame> path = new ArrayDeque<>();
  private final long size;
  private long position;
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  FileCursor(BlockSource source, Cid root) {
    this.source = source;
    this.root = root;
    FileNode node = FileNode.of(UnixFsNode.load(source, root));
    path.push(new Frame(node, 0));
    size = node.size();
  }

  long size() {
    return size;
  }

  long position() {
    return position;
  }

  void seek(long to) {
    long ahead = to - position;
    if (ahead >= 0 && ahead <= bytes.remaining()) {
      bytes.position(bytes.position() + (int) ahead);
    } else {
      bytes = ByteBuffer.allocate(0);
    }
    position = to;
  }

  /** Moves some bytes, at least one, into {@code out}, which has room; -1 at the end. */
  int read(ByteBuffer out) {
    if (position >= size) {
      return -1;
    }
    if (!bytes.hasRemaining()) {
      bytes = locate();
    }
    int count = Math.min(out.remaining(), bytes.remaining());
    out.put(bytes.slice(bytes.position(), count));
    bytes.position(bytes.position() + count);
    position += count;
    return count;
  }

  private ByteBuffer locate() {
    while (!path.getFirst().holds(position)) {
      path.pop();
    }
    while (true) {
      Frame top = path.getFirst();
      long offset = position - top.start();
      ByteBuffer inline = top.node().inline();
      if (offset < inline.remaining()) {
        return inline.position(inline.position() + (int) offset);
      }
      if (path.size() == MAX_LEVELS) {
        throw new MalformedException(
            "file " + root + " is nested deeper than " + MAX_LEVELS + " levels",
            "no importer builds such a file");
      }
      int child = top.node().childAt(offset);
      path.push(new Frame(top.node().child(source, child), top.start() + top.node().start(child)));
    }
  }
}
