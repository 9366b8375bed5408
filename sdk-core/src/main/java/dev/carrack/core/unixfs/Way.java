package dev.carrack.core.unixfs;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.DagPath;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows a path by file names through directories and by keys through other codecs. */
final class Way {

  private final BlockSource source;
  private final Cid root;
  private final Consumer<Block> passed;
  private final StringBuilder walked = new StringBuilder();

  private Way(BlockSource source, Cid root, Consumer<Block> passed) {
    this.source = source;
    this.root = root;
    this.passed = passed;
  }

  /** {@code passed} is told of every block above the last one. */
  static Place follow(BlockSource source, Cid root, String path, Consumer<Block> passed) {
    return new Way(source, root, passed).follow(names(path));
  }

  /** The names of a path, {@code .} and {@code ..} resolved. */
  static List<String> names(String path) {
    Deque<String> names = new ArrayDeque<>();
    for (String segment : path.split("/")) {
      if (segment.equals("..")) {
        if (names.pollLast() == null) {
          throw new MalformedException(
              "path '" + path + "' climbs above its root", "remove the leading '..'");
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        names.addLast(segment);
      }
    }
    return new ArrayList<>(names);
  }

  private Place follow(List<String> left) {
    Cid cid = root;
    while (!left.isEmpty()) {
      Progress.checkInterrupt("resolving " + root);
      UnixFsNode node = UnixFsNode.load(source, cid);
      if (node.kind() == EntryKind.OTHER) {
        DagPath.Reach reach = DagPath.reach(node.block(), left);
        if (!(reach.value() instanceof Node.Link link)) {
          break;
        }
        passed.accept(node.block());
        advance(left, reach.used());
        cid = link.value();
      } else {
        cid = entry(node, left.get(0));
        advance(left, 1);
      }
    }
    return new Place(cid, left);
  }

  private Cid entry(UnixFsNode node, String name) {
    if (node.kind() != EntryKind.DIRECTORY) {
      throw new NotFoundException(
          "'%s' cannot be below %s%s, which is no directory".formatted(name, root, walked),
          "check the path");
    }
    passed.accept(node.block());
    Optional<PbLink> link =
        new DirectoryReader(source, node).find(name, shard -> passed.accept(shard.block()));
    if (link.isEmpty()) {
      throw new NotFoundException(
          "there is no " + root + walked + "/" + name, "list the directory above it");
    }
    return link.get().cid();
  }

  private void advance(List<String> left, int count) {
    for (String name : left.subList(0, count)) {
      walked.append('/').append(name);
    }
    left.subList(0, count).clear();
  }
}
