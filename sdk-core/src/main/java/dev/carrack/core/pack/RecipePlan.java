package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.LimitException;
import dev.carrack.core.Multihash;
import dev.carrack.core.car.VirtualCar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Cuts a series of blocks into pieces where {@link PackWriter} would cut it into packs. */
final class RecipePlan {

  private final Cid root;
  private final PackOptions options;
  private final List<PieceRecipe> recipes = new ArrayList<>();
  private final Set<Multihash> planned = new HashSet<>();
  private final List<Cid> cids = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private PackIndex index = new PackIndex();
  private long position = PackFormat.HEADER;

  RecipePlan(Cid root, PackOptions options) {
    this.root = root.toV1();
    this.options = options;
  }

  /** Appends a block, unless one with its bytes is planned already. */
  void add(Cid cid, int size) {
    if (!planned.add(cid.hash())) {
      return;
    }
    if (!PackFormat.fits(options, index, position, cid, size)) {
      close();
    }
    if (!PackFormat.fits(options, index, position, cid, size)
        || (long) cid.size() + size > PackFormat.MAX_SECTION) {
      throw new LimitException(
          "block %s of %d bytes does not fit into a piece of %d bytes"
              .formatted(cid, size, options.packBytes()),
          "raise the limit, or chunk the data smaller");
    }
    int frame = PackFormat.frameSize(cid.size(), size);
    index.add(cid, position + frame - size, size);
    position += frame;
    cids.add(cid);
    sizes.add(size);
  }

  /** The recipes, none if there was no block. */
  List<PieceRecipe> finish() {
    close();
    return List.copyOf(recipes);
  }

  private void close() {
    if (cids.isEmpty()) {
      return;
    }
    Block frame = Block.adopt(Codec.DAG_CBOR, index.encode(position));
    Cid header = root.size() == PackFormat.ROOT ? root : frame.cid();
    VirtualCar.Builder car = VirtualCar.of(List.of(header));
    for (int i = 0; i < cids.size(); i++) {
      car.add(cids.get(i), sizes.get(i));
    }
    recipes.add(new PieceRecipe(car.add(frame.cid(), frame.size()).build(), header, frame));
    cids.clear();
    sizes.clear();
    index = new PackIndex();
    position = PackFormat.HEADER;
  }
}
