package dev.carrack.core.unixfs;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.core.RangeSource;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A position in a file. Holds the nodes from the root to the current leaf; reading on or seeking
 * fetches only the blocks on the way to the next bytes. After a jump it reads parts of leaves,
 * where the source can hand those out, until it has gone on for a while. Not thread-safe.
 */
final class FileCursor {

  // 64 levels of even two links hold more than any file; deeper is a chain built to exhaust the
  // reader.
  static final int MAX_LEVELS = 64;

  // After a jump, so many bytes in order say that somebody reads on and wants whole leaves.
  private static final long READS_ON = 1 << 20;

  // A leaf that claims more is no block; reading it the usual way says so.
  private static final long MAX_LEAF = 1L << 30;

  private record Frame(FileNode node, long start) {
    boolean holds(long position) {
      return position >= start && position - start < node.size();
    }

    boolean owns(long position) {
      return position - start < node.start(0);
    }

    int childAt(long position) {
      return node.childAt(position - start);
    }
  }

  private final BlockSource source;
  private final Cid root;
  private final Deque<Frame> path = new ArrayDeque<>();
  private final long size;
  private long position;
  private long inOrder = READS_ON;
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
      inOrder = 0;
    }
    position = to;
  }

  /** Moves some bytes, at least one, into {@code out}, which has room; -1 at the end. */
  int read(ByteBuffer out) {
    if (position >= size) {
      return -1;
    }
    if (!bytes.hasRemaining()) {
      int part = inOrder < READS_ON && source instanceof RangeSource parts ? part(parts, out) : 0;
      if (part > 0) {
        return moved(part);
      }
      bytes = locate();
    }
    int count = Math.min(out.remaining(), bytes.remaining());
    out.put(bytes.slice(bytes.position(), count));
    bytes.position(bytes.position() + count);
    return moved(count);
  }

  private int moved(int count) {
    position += count;
    inOrder += count;
    return count;
  }

  /** Copies from the leaf at the position as much as is wanted of it; 0 if it is no raw leaf. */
  private int part(RangeSource parts, ByteBuffer out) {
    climb();
    while (!path.getFirst().owns(position)) {
      Frame top = path.getFirst();
      int child = top.childAt(position);
      long start = top.start() + top.node().start(child);
      if (top.node().cid(child).codec().equals(Codec.RAW) && position - start < MAX_LEAF) {
        ByteBuffer room = out.slice();
        room.limit((int) Math.min(room.limit(), top.node().size(child) - (position - start)));
        int leaf = parts.read(top.node().cid(child), (int) (position - start), room);
        if (leaf < 0) {
          return 0; // the usual way says what is missing
        }
        top.node().checkSize(child, leaf);
        out.position(out.position() + room.position());
        return room.position();
      }
      descend();
    }
    return 0;
  }

  private ByteBuffer locate() {
    climb();
    while (!path.getFirst().owns(position)) {
      descend();
    }
    Frame top = path.getFirst();
    ByteBuffer inline = top.node().inline();
    return inline.position(inline.position() + (int) (position - top.start()));
  }

  private void climb() {
    while (!path.getFirst().holds(position)) {
      path.pop();
    }
  }

  private void descend() {
    if (path.size() == MAX_LEVELS) {
      throw new MalformedException(
          "file " + root + " is nested deeper than " + MAX_LEVELS + " levels",
          "no importer builds such a file");
    }
    Frame top = path.getFirst();
    int child = top.childAt(position);
    path.push(new Frame(top.node().child(source, child), top.start() + top.node().start(child)));
  }
}
