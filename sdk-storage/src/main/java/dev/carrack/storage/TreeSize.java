package dev.carrack.storage;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.Progress;
import dev.carrack.core.unixfs.Entry;
import dev.carrack.core.unixfs.EntryKind;
import dev.carrack.core.unixfs.UnixFs;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes of content below a root. Each directory is looked at once however often it is linked: a
 * few blocks can hold more paths than anybody can walk. Used once.
 */
final class TreeSize {

  private final BlockSource blocks;
  private final Map<Cid, Long> known = new HashMap<>();

  private TreeSize(BlockSource blocks) {
    this.blocks = blocks;
  }

  /** The size in bytes, a file counted at each of its paths; {@link Long#MAX_VALUE} if beyond. */
  static long of(BlockSource blocks, Cid root) {
    return new TreeSize(blocks).of(UnixFs.stat(blocks, root), 0);
  }

  private long of(Entry entry, int depth) {
    if (entry.kind() != EntryKind.DIRECTORY) {
      return entry.size();
    }
    Long before = known.get(entry.cid());
    if (before != null) {
      return before;
    }
    if (depth > UnixFs.MAX_DEPTH) {
      throw new LimitException(
          "directories are nested deeper than " + UnixFs.MAX_DEPTH, "no honest tree is");
    }
    Progress.checkInterrupt("looking at the directories");
    long[] size = {0};
    UnixFs.list(
        blocks,
        entry.cid(),
        child -> {
          long sum = size[0] + of(child, depth + 1);
          size[0] = sum < 0 ? Long.MAX_VALUE : sum;
        });
    known.put(entry.cid(), size[0]);
    return size[0];
  }
}
