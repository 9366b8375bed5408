package dev.carrack.core.unixfs;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the leaves of one file and writes them and the nodes above them. */
final class FileTree {

  private final BlockWriter out;
  private final NodeFacts facts;
  private final BalancedTree tree;
  private final Optional<Recut> canonical;
  private byte @Nullable [] held;
  private boolean begun;

  FileTree(BlockWriter out, NodeFacts facts, Optional<Recut> canonical) {
    this.out = out;
    this.facts = facts;
    this.tree = new BalancedTree(out);
    this.canonical = canonical;
  }

  /** The next leaf; the bytes are the caller's again when it returns. */
  void leaf(byte[] bytes, int from, int length) {
    canonical.ifPresent(other -> other.add(bytes, from, length));
    // A lone raw leaf has no place for permissions and time: then its bytes go into a node.
    if (!begun && !facts.isEmpty()) {
      held = Arrays.copyOfRange(bytes, from, from + length);
    } else {
      release();
      tree.expectLeaf();
      tree.add(out.leaf(bytes, from, length));
    }
    begun = true;
  }

  Imported finish() {
    Imported root;
    if (!facts.isEmpty() && (held != null || !begun)) {
      byte[] only = held == null ? new byte[0] : held;
      byte[] data = UnixFsMessage.leaf(only, facts);
      root = out.node(EntryKind.FILE, List.of(), data, only.length);
    } else {
      root = tree.finish(facts);
    }
    return root.with(canonical.map(Recut::finish));
  }

  private void release() {
    byte[] first = held;
    if (first != null) {
      tree.add(out.leaf(first, 0, first.length));
      held = null;
    }
  }
}
