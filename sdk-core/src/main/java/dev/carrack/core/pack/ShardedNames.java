package dev.carrack.core.pack;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Progress;
import dev.carrack.core.internal.Utf8;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.PbLink;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The entries of sharded directories by name, which is how an import puts them, while the shards
 * link to them by the hash of their names.
 */
final class ShardedNames {

  /** Hex digits of the bucket before each name; a link that has no more leads to another shard. */
  private static final int BUCKET = 2;

  private final BlockSource source;
  private final Set<Cid> taken = new HashSet<>();

  private record Named(String name, Cid cid) {
    String afterBucket() {
      return name.substring(Math.min(BUCKET, name.length()));
    }
  }

  ShardedNames(BlockSource source) {
    this.source = source;
  }

  /**
   * The entries below a shard; none if the block is no shard or belongs to one asked for before.
   *
   * @param cid of the block, as version 1
   */
  List<Cid> below(Cid cid, byte[] block) {
    if (!isShard(cid, block) || !taken.add(cid)) {
      return List.of();
    }
    List<Named> entries = new ArrayList<>();
    Deque<byte[]> shards = new ArrayDeque<>(List.of(block));
    while (!shards.isEmpty()) {
      Progress.checkInterrupt("planning pieces");
      for (PbLink link : DagPb.decode(shards.pop()).links()) {
        Cid to = link.cid().toV1();
        String name = link.nameOrEmpty();
        if (name.length() > BUCKET || !to.codec().equals(Codec.DAG_PB)) {
          entries.add(new Named(name, to));
        } else if (taken.add(to)) {
          shards.push(Dag.block(source, to).bytes());
        }
      }
    }
    entries.sort(Comparator.comparing(Named::afterBucket, Utf8::compare));
    return entries.stream().map(Named::cid).toList();
  }

  // UnixFS: Data.Type = HAMTShard (5), which every writer puts first.
  private static boolean isShard(Cid cid, byte[] block) {
    if (!cid.codec().equals(Codec.DAG_PB)) {
      return false;
    }
    ByteBuffer data = DagPb.decode(block).data().orElse(ByteBuffer.allocate(0));
    return data.remaining() >= 2 && data.get() == 0x08 && data.get() == 5;
  }
}
