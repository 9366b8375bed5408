package dev.carrack.core.unixfs;

import dev.carrack.core.BlockSource;
import dev.carrack.core.internal.Utf8;
import dev.carrack.core.ipld.PbLink;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the entries of plain and sharded directories; a name that occurs twice is an error. */
final class DirectoryReader {

  private final BlockSource source;
  private final UnixFsNode root;

  DirectoryReader(BlockSource source, UnixFsNode root) {
    if (root.kind() != EntryKind.DIRECTORY) {
      throw root.isNo("directory");
    }
    this.source = source;
    this.root = root;
  }

  /** Hands out every entry; those of a sharded directory come in the order of their hashes. */
  void forEach(Consumer<PbLink> entries) {
    if (isShard(root)) {
      new Shard(root, 0, 0).forEach(entries, shard -> {});
      return;
    }
    Set<String> names = new HashSet<>();
    for (PbLink link : root.links()) {
      if (!names.add(link.nameOrEmpty())) {
        throw root.malformed("has the entry '" + link.nameOrEmpty() + "' twice");
      }
      entries.accept(link);
    }
  }

  /** The blocks of the directory itself: one, or all its shards, parents first. */
  void forEachShard(Consumer<UnixFsNode> blocks) {
    blocks.accept(root);
    if (isShard(root)) {
      new Shard(root, 0, 0).forEach(link -> {}, blocks);
    }
  }

  /** The entry of that name; {@code passed} is told of every shard below the root on the way. */
  Optional<PbLink> find(String name, Consumer<UnixFsNode> passed) {
    if (!isShard(root)) {
      return root.links().stream().filter(link -> link.nameOrEmpty().equals(name)).findFirst();
    }
    long hash = NameHash.of(Utf8.encode(name, "name"));
    Shard shard = new Shard(root, 0, 0);
    while (true) {
      String prefix = shard.prefix(shard.bucket(hash));
      Optional<PbLink> child = Optional.empty();
      for (PbLink link : shard.node.links()) {
        if (link.nameOrEmpty().equals(prefix + name)) {
          return Optional.of(unprefixed(link, prefix));
        } else if (link.nameOrEmpty().equals(prefix)) {
          child = Optional.of(link);
        }
      }
      if (child.isEmpty()) {
        return Optional.empty();
      }
      shard = shard.child(child.get(), shard.bucket(hash));
      passed.accept(shard.node);
    }
  }

  private static boolean isShard(UnixFsNode node) {
    return node.message().map(UnixFsMessage::type).orElse(-1) == UnixFsMessage.SHARD;
  }

  private static PbLink unprefixed(PbLink link, String prefix) {
    String name = link.nameOrEmpty().substring(prefix.length());
    return PbLink.of(link.cid(), name, link.tsize().orElse(0));
  }

  /** One node of the trie: {@code path} are the {@code used} hash bits that lead to it. */
  private final class Shard {
    private final UnixFsNode node;
    private final int bits;
    private final int digits;
    private final int used;
    private final long path;

    Shard(UnixFsNode node, int used, long path) {
      this.node = node;
      if (!isShard(node)) {
        throw node.malformed("stands in a sharded directory but is no shard");
      }
      int fanout = node.message().orElseThrow().fanout();
      this.bits = Integer.numberOfTrailingZeros(fanout);
      this.digits = Integer.toHexString(fanout - 1).length();
      this.used = used;
      this.path = path;
      if (used + bits > Long.SIZE) {
        throw node.malformed("lies deeper than the hash has bits");
      }
    }

    int bucket(long hash) {
      return (int) (hash >>> Long.SIZE - used - bits) & (1 << bits) - 1;
    }

    String prefix(int bucket) {
      return ("%0" + digits + "X").formatted(bucket);
    }

    Shard child(PbLink link, int bucket) {
      return new Shard(UnixFsNode.load(source, link.cid()), used + bits, path << bits | bucket);
    }

    void forEach(Consumer<PbLink> entries, Consumer<UnixFsNode> blocks) {
      BitSet present = new BitSet();
      for (PbLink link : node.links()) {
        int bucket = bucketOf(link.nameOrEmpty());
        if (present.get(bucket)) {
          throw node.malformed("has two links in bucket " + prefix(bucket));
        }
        present.set(bucket);
        if (link.nameOrEmpty().length() == digits) {
          Shard child = child(link, bucket);
          blocks.accept(child.node);
          child.forEach(entries, blocks);
        } else {
          PbLink entry = unprefixed(link, prefix(bucket));
          checkPlace(entry.nameOrEmpty(), bucket);
          entries.accept(entry);
        }
      }
      checkBitfield(present);
    }

    private int bucketOf(String name) {
      String prefix = name.substring(0, Math.min(digits, name.length()));
      if (prefix.length() == digits
          && prefix.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0)
          && prefix.equals(prefix.toUpperCase(Locale.ROOT))) {
        int bucket = Integer.parseInt(prefix, 16);
        if (bucket < 1 << bits) {
          return bucket;
        }
      }
      throw node.malformed("has the link '" + name + "' without a bucket number");
    }

    // An entry in a wrong bucket would be listed but not found by name.
    private void checkPlace(String name, int bucket) {
      long hash = NameHash.of(Utf8.encode(name, "name"));
      if (hash >>> Long.SIZE - used - bits != (path << bits | bucket)) {
        throw node.malformed("has the entry '" + name + "' in the wrong bucket");
      }
    }

    private void checkBitfield(BitSet present) {
      ByteBuffer data = node.inline();
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      BigInteger field = new BigInteger(1, bytes);
      boolean same = field.bitCount() == present.cardinality();
      for (int i = present.nextSetBit(0); same && i >= 0; i = present.nextSetBit(i + 1)) {
        same = field.testBit(i);
      }
      if (!same) {
        throw node.malformed("has a bitfield that does not fit its links");
      }
    }
  }
}
