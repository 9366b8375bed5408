package dev.carrack.core.unixfs;

import dev.carrack.core.LimitException;
import dev.carrack.core.internal.Utf8;
import dev.carrack.core.ipld.PbLink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Writes a directory as a hash array mapped trie: each shard sends an entry to the bucket that the
 * next 8 bits of its name's hash choose, most significant bits first; a bucket with more than one
 * entry is a shard of its own. Entries sorted by hash make every bucket a run, so no trie is kept
 * in memory.
 */
final class ShardWriter {

  private static final int BITS = Integer.numberOfTrailingZeros(Profile.FANOUT);

  private record Hashed(long hash, PbLink link) {}

  private final BlockWriter out;

  ShardWriter(BlockWriter out) {
    this.out = out;
  }

  Imported write(List<PbLink> entries, long size) {
    return write(entries, size, NodeFacts.NONE);
  }

  Imported write(List<PbLink> entries, long size, NodeFacts facts) {
    List<Hashed> hashed = new ArrayList<>(entries.size());
    for (PbLink link : entries) {
      hashed.add(new Hashed(NameHash.of(Utf8.encode(link.nameOrEmpty(), "name")), link));
    }
    hashed.sort(Comparator.comparingLong(entry -> entry.hash() + Long.MIN_VALUE)); // unsigned
    return shard(hashed, 0, size, facts);
  }

  private Imported shard(List<Hashed> entries, int depth, long size, NodeFacts facts) {
    if ((depth + 1) * BITS > Long.SIZE) {
      throw new LimitException(
          "the names '%s' and '%s' have the same 64-bit hash"
              .formatted(entries.get(0).link().nameOrEmpty(), entries.get(1).link().nameOrEmpty()),
          "rename one: a sharded directory cannot hold both");
    }
    List<PbLink> links = new ArrayList<>();
    byte[] bitfield = new byte[Profile.FANOUT / 8];
    for (int from = 0, to; from < entries.size(); from = to) {
      int bucket = bucket(entries.get(from), depth);
      to = from + 1;
      while (to < entries.size() && bucket(entries.get(to), depth) == bucket) {
        to++;
      }
      links.add(link(entries.subList(from, to), bucket, depth));
      bitfield[bitfield.length - 1 - bucket / 8] |= (byte) (1 << bucket % 8);
    }
    return out.node(
        EntryKind.DIRECTORY,
        links,
        UnixFsMessage.shard(trim(bitfield), Profile.FANOUT, facts),
        size);
  }

  private PbLink link(List<Hashed> run, int bucket, int depth) {
    String prefix = "%02X".formatted(bucket);
    if (run.size() == 1) {
      PbLink entry = run.get(0).link();
      return PbLink.of(entry.cid(), prefix + entry.nameOrEmpty(), entry.tsize().orElse(0));
    }
    Imported child = shard(run, depth + 1, 0, NodeFacts.NONE);
    return PbLink.of(child.cid(), prefix, child.dagSize());
  }

  private static int bucket(Hashed entry, int depth) {
    return (int) (entry.hash() >>> Long.SIZE - BITS * (depth + 1)) & Profile.FANOUT - 1;
  }

  // The bitfield is one big-endian number without leading zero bytes.
  private static byte[] trim(byte[] bitfield) {
    int zeros = 0;
    while (zeros < bitfield.length && bitfield[zeros] == 0) {
      zeros++;
    }
    return Arrays.copyOfRange(bitfield, zeros, bitfield.length);
  }
}
