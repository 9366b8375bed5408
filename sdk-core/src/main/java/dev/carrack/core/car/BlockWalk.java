package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.ipld.Dag;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Blocks in an order that can be gone through again: what a CAR is written from. Every method that
 * hands blocks to a {@link Consumer} is one, such as {@code
 * Selection.of(root).withPath("a").in(source)::forEach}.
 */
@FunctionalInterface
public interface BlockWalk {

  /**
   * Hands out the blocks, one after another. What the visitor throws ends it.
   *
   * @throws dev.carrack.core.CarrackException as the source of the blocks does
   */
  void forEach(Consumer<Block> visitor);

  /**
   * A root and all below it, depth first with links in their order: {@code order=dfs} of trustless
   * gateways, with {@code dups=n} or {@code dups=y}.
   *
   * @param repeats whether a block that is met again is handed out again
   */
  static BlockWalk dfs(BlockSource source, Cid root, Dag.Repeats repeats) {
    return visitor -> Dag.walk(source, root, repeats, visitor);
  }

  /** The sections of a CAR in the order of the file, each checked against its CID. */
  static BlockWalk sections(Path car, Padding padding) {
    return visitor -> {
      try (CarReader reader = CarReader.read(car, padding)) {
        for (Optional<Block> block; (block = reader.next()).isPresent(); ) {
          visitor.accept(block.get());
        }
      }
    };
  }

  /** Only the blocks whose CIDs are wanted, such as those of a set. */
  default BlockWalk only(Predicate<Cid> wanted) {
    return visitor ->
        forEach(
            block -> {
              if (wanted.test(block.cid())) {
                visitor.accept(block);
              }
            });
  }
}
