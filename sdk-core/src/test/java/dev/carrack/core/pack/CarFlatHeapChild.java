package dev.carrack.core.pack;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Progress;
import dev.carrack.core.car.BlockWalk;
import dev.carrack.core.car.Car;
import dev.carrack.core.car.CarFile;
import dev.carrack.core.car.CarOptions;
import dev.carrack.core.car.Padding;
import dev.carrack.core.car.VirtualCar;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.piece.PieceHasher;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Does everything with CARs and recipes that are many times as large as its heap. */
final class CarFlatHeapChild {

  private CarFlatHeapChild() {}

  /** Makes its blocks when they are asked for. */
  private record Seeds(Map<Cid, Integer> seeds, Block root) implements BlockSource {
    @Override
    public Optional<Block> get(Cid cid) {
      return cid.equals(root.cid())
          ? Optional.of(root)
          : Optional.ofNullable(seeds.get(cid)).map(CarFlatHeapChild::block);
    }

    @Override
    public boolean has(Cid cid) {
      return get(cid).isPresent();
    }
  }

  private static Block block(int seed) {
    byte[] data = new byte[1 << 20];
    new Random(seed).nextBytes(data);
    return Block.adopt(Codec.RAW, data);
  }

  /** Arguments: a directory, mebibytes. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    Map<Cid, Integer> seeds = new HashMap<>();
    List<Node> links = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      Cid cid = block(i).cid();
      seeds.put(cid, i);
      links.add(Node.of(cid));
    }
    Block root = Block.of(Codec.DAG_CBOR, DagCbor.encode(Node.list(links)));
    Seeds source = new Seeds(seeds, root);
    List<Cid> roots = List.of(root.cid());
    BlockWalk walk = BlockWalk.dfs(source, root.cid(), Dag.Repeats.SKIP);

    Path whole = directory.resolve("whole.car");
    Car.write(whole, roots, walk, CarOptions.v2(), Progress.none());
    long blocks = Car.verify(whole, Padding.REFUSE, Progress.none()).blocks();
    List<Path> parts =
        Car.split(whole, 30 << 20, i -> directory.resolve("part-" + i), Progress.none());
    Path joined = directory.resolve("joined.car");
    Car.join(parts, joined, CarOptions.v2(), Progress.none());
    check(Files.mismatch(whole, joined) == -1, "joined is not whole");
    VirtualCar virtual = VirtualCar.of(roots, walk);
    try (CarFile file = CarFile.open(whole);
        InputStream in = virtual.open(file, 0)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    PackOptions limits = PackOptions.defaults().withPackBytes(30 << 20);
    List<PieceRecipe> recipes =
        PieceRecipe.plan(source, root.cid(), cid -> false, limits, Progress.none());
    for (PieceRecipe recipe : recipes) {
      try (InputStream in = recipe.open(source, 0)) {
        check(
            recipe.commit(source, Progress.none()).equals(PieceHasher.of(in, Progress.none())),
            "pieces differ");
      }
    }
    System.out.println(
        blocks + " blocks, " + parts.size() + " parts, " + recipes.size() + " pieces");
  }

  private static void check(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalStateException(problem);
    }
  }
}
