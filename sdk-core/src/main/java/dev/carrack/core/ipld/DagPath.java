package dev.carrack.core.ipld;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Paths through values and, along their links, through blocks of any codec: {@code /a/0/b} is entry
 * {@code a} of a map, item 0 of that list, entry {@code b} of that map. DAG-PB is walked in its
 * form of the data model ({@code /Links/0/Hash}); by the names of files it is walked by {@code
 * core.unixfs}. Spec: ipld data model, "Pathing".
 *
 * <p>Selectors as IPLD specifies them are not here: what retrieval needs is a path, and below it a
 * block, an entity, a byte range or everything ({@code core.unixfs.Selection}).
 */
public final class DagPath {

  // Neither signs nor leading zeros: one index has one text.
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,9}");

  private DagPath() {}

  /** The segments of a path's text; empty ones count for nothing. */
  public static List<String> segments(String path) {
    return Arrays.stream(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
  }

  /**
   * How far a path leads inside one value: to its end, or to the first link on it.
   *
   * @param value the value there, a link if the path leads on in another block
   * @param used how many segments lead to it
   */
  public record Reach(Node value, int used) {}

  /**
   * Follows a path inside a value.
   *
   * @throws NotFoundException naming the segment that leads nowhere
   */
  public static Reach reach(Node value, List<String> path) {
    Node at = value;
    int used = 0;
    while (used < path.size() && !(at instanceof Node.Link)) {
      at = child(at, path, used);
      used++;
    }
    return new Reach(at, used);
  }

  private static Node child(Node node, List<String> path, int at) {
    String segment = path.get(at);
    if (node instanceof Node.Struct map && map.value().containsKey(segment)) {
      return map.value().get(segment);
    } else if (node instanceof Node.Array list && INDEX.matcher(segment).matches()) {
      long index = Long.parseLong(segment);
      if (index < list.value().size()) {
        return list.value().get((int) index);
      }
    }
    String size = node instanceof Node.Array list ? " of " + list.value().size() + " items" : "";
    throw new NotFoundException(
        "there is no %s at '/%s', a %s%s"
            .formatted(Quote.of(segment), String.join("/", path.subList(0, at)), node.kind(), size),
        at + 1 == path.size()
            ? "look at the keys of that value"
            : "the path goes on with "
                + Quote.of(String.join("/", path.subList(at + 1, path.size()))));
  }

  /**
   * Follows a path from a root through as many blocks as it takes.
   *
   * @throws NotFoundException if a block is missing, or naming the block and the segment that leads
   *     nowhere
   * @throws dev.carrack.core.MalformedException if a block is not what its codec says
   * @throws dev.carrack.core.UnsupportedVersionException if the path leads through a codec that is
   *     not known here
   * @throws dev.carrack.core.CancelledException if the thread is interrupted
   */
  public static Place resolve(BlockSource source, Cid root, String path) {
    return resolve(source, root, path, block -> {});
  }

  /** As above; {@code passed} is told of every block on the way but the one of the result. */
  public static Place resolve(BlockSource source, Cid root, String path, Consumer<Block> passed) {
    List<String> left = new ArrayList<>(segments(path));
    Cid cid = root;
    while (!left.isEmpty()) {
      Progress.checkInterrupt("resolving " + root);
      Block block = Dag.block(source, cid);
      Reach reach = reach(block, left);
      if (!(reach.value() instanceof Node.Link link)) {
        break;
      }
      left.subList(0, reach.used()).clear();
      passed.accept(block);
      cid = link.value();
    }
    return new Place(cid, left);
  }

  /**
   * The value at the end of a path.
   *
   * @throws NotFoundException and others as {@link #resolve(BlockSource, Cid, String)}
   */
  public static Node get(BlockSource source, Cid root, String path) {
    Place place = resolve(source, root, path);
    return reach(Dag.value(Dag.block(source, place.block())), place.remaining()).value();
  }

  /** As {@link #reach(Node, List)}, in the value of a block; errors name the block. */
  public static Reach reach(Block block, List<String> path) {
    try {
      return reach(Dag.value(block), path);
    } catch (NotFoundException e) {
      throw new NotFoundException("block " + block.cid() + ": " + e.problem(), e.remedy(), e);
    }
  }
}
