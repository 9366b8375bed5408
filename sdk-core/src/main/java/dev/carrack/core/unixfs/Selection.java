package dev.carrack.core.unixfs;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.ipld.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which blocks of a graph someone wants: those on the way along a path, and of what stands there
 * one block, the whole thing, a range of its bytes, or everything below. Blocks come depth first,
 * each before those it links to. Identity CIDs carry their data themselves and are never handed
 * out. Immutable and thread-safe. Spec: trustless gateway, {@code dag-scope}, {@code entity-bytes},
 * {@code car-dups}.
 *
 * <p>The path goes by file names through UnixFS and by keys and indexes through DAG-CBOR and
 * DAG-JSON, along links from one to the other.
 */
public final class Selection {

  /** How much of what stands at the end of the path. */
  public enum Scope {
    /** Its root block. */
    BLOCK,
    /**
     * Of a file all blocks, or those of a range; of a directory its own, all shards of a large one,
     * without its entries; of anything else the root block.
     */
    ENTITY,
    /** The root block and everything that hangs below it. */
    ALL
  }

  private final Cid root;
  private final String path;
  private final Scope scope;
  private final Dag.Repeats repeats;
  private final Optional<ByteRange> range;

  private Selection(
      Cid root, String path, Scope scope, Dag.Repeats repeats, Optional<ByteRange> range) {
    this.root = root;
    this.path = path;
    this.scope = scope;
    this.repeats = repeats;
    this.range = range;
  }

  /** Everything below a root, each block once. */
  public static Selection of(Cid root) {
    return new Selection(root, "", Scope.ALL, Dag.Repeats.SKIP, Optional.empty());
  }

  /** The same of what stands at a path below the root, with forward slashes. */
  public Selection withPath(String path) {
    return new Selection(root, path, scope, repeats, range);
  }

  /** The same with another scope. */
  public Selection withScope(Scope scope) {
    return new Selection(root, path, scope, repeats, Optional.empty());
  }

  /** The entity, and if it is a file only the blocks that hold a range of its bytes. */
  public Selection withBytes(ByteRange range) {
    return new Selection(root, path, Scope.ENTITY, repeats, Optional.of(range));
  }

  /** The same, with blocks that are linked several times handed out once or every time. */
  public Selection withRepeats(Dag.Repeats repeats) {
    return new Selection(root, path, scope, repeats, range);
  }

  /** The root that the path starts from. */
  public Cid root() {
    return root;
  }

  /** How much of what stands at the end of the path. */
  public Scope scope() {
    return scope;
  }

  /** The range of bytes, if it is not the whole. */
  public Optional<ByteRange> range() {
    return range;
  }

  /** Whether blocks come again where they are linked again. */
  public Dag.Repeats repeats() {
    return repeats;
  }

  /**
   * Follows the path.
   *
   * @throws dev.carrack.core.NotFoundException if the path leads nowhere or a block on it is
   *     missing
   * @throws dev.carrack.core.MalformedException if a block on it is not what its codec says
   */
  public Selected in(BlockSource source) {
    List<Block> way = new ArrayList<>();
    Place place = Way.follow(source, root, path, way::add);
    Dag.block(source, place.block());
    return new Selected(source, place, way);
  }

  /** What a selection comes to in one source: the path has been followed, its end is there. */
  public final class Selected {

    private final BlockSource source;
    private final Place place;
    private final List<Block> way;

    private Selected(BlockSource source, Place place, List<Block> way) {
      this.source = source;
      this.place = place;
      this.way = way;
    }

    /** Where the path ends. */
    public Place place() {
      return place;
    }

    /**
     * Hands out the blocks. Memory is the way from the root to the current block, and one CID for
     * each block where repeats are skipped. To stop early, the visitor throws; an interrupt stops
     * it too.
     *
     * @throws dev.carrack.core.NotFoundException if a block is missing; those before it have been
     *     handed out
     * @throws dev.carrack.core.MalformedException if a block is not what its codec says
     * @throws dev.carrack.core.CancelledException if the thread is interrupted
     */
    public void forEach(Consumer<Block> visitor) {
      Consumer<Block> out =
          block -> {
            Progress.checkInterrupt("selecting from " + root);
            if (!block.cid().hash().isIdentity()) {
              visitor.accept(block);
            }
          };
      way.forEach(out);
      switch (scope) {
        case BLOCK -> out.accept(Dag.block(source, place.block()));
        case ENTITY -> entity(out);
        case ALL -> Dag.walk(source, place.block(), repeats, out);
      }
    }

    private void entity(Consumer<Block> out) {
      Cid target = place.block();
      if (range.isPresent() && UnixFsNode.isUnixFs(target)) {
        UnixFsNode node = UnixFsNode.load(source, target);
        if (node.kind() == EntryKind.FILE) {
          Set<Cid> seen = new HashSet<>();
          boolean once = repeats == Dag.Repeats.SKIP;
          FileRange.visit(
              source,
              node,
              range.get(),
              once,
              block -> {
                if (!once || seen.add(block.cid())) {
                  out.accept(block);
                }
              });
          return;
        }
      }
      UnixFs.entity(source, target, repeats, out);
    }
  }

  @Override
  public String toString() {
    return root
        + (path.isEmpty() ? "" : "/" + path)
        + " "
        + scope
        + range.map(bytes -> " " + bytes).orElse("")
        + (repeats == Dag.Repeats.KEEP ? " with repeats" : "");
  }
}
