package dev.carrack.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Cid;
import dev.carrack.core.unixfs.Profile;
import dev.carrack.interop.RandomTree.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class UnixFsInteropTest {
  private static final int TREES = Integer.getInteger("interop.trees", 250);
  private static final List<Profile> RATIFIED =
      List.of(Profile.UNIXFS_V1_2025, Profile.UNIXFS_V0_2015);

  @Test
  void theImporterGetsOurCidsAndWeReadItsBlocks() {
    try (Peer importer = Peers.node("importer")) {
      for (Profile profile : RATIFIED) {
        eachTree(
            "importer",
            tree -> {
              List<byte[]> args = new ArrayList<>(List.of(Peer.arg(profile)));
              args.addAll(tree.args());
              List<byte[]> made = importer.ask("import", args.toArray(byte[][]::new));
              OurBlocks theirs = new OurBlocks();
              Cid root = theirs.take(made.get(1));
              assertThat(new String(made.get(0))).isEqualTo(root.toString());
              assertThat(theirs.read(root).entries()).isEqualTo(tree.entries());
              assertThat(new OurBlocks().write(tree, profile)).isEqualTo(root);
              importer.agreed();
            });
        importer.report("trees under " + profile + ", same CID from both, read by us");
      }
    }
  }

  @Test
  void theExporterReadsOurBlocks() {
    try (Peer exporter = Peers.node("exporter")) {
      for (Profile profile : RATIFIED) {
        eachTree(
            "exporter",
            tree -> {
              OurBlocks ours = new OurBlocks();
              byte[] car = ours.car(ours.write(tree, profile));
              assertThat(Tree.of(exporter.ask("export", car)).entries()).isEqualTo(tree.entries());
              exporter.agreed();
            });
        exporter.report("trees under " + profile + ", written by us");
      }
    }
  }

  private static void eachTree(String suite, Consumer<Tree> check) {
    Coverage<Shape> seen = new Coverage<>(Shape.class);
    for (int i = 0; i < TREES; i++) {
      Tree tree = RandomTree.of(Seed.random(suite, i));
      RandomTree.inspect(tree, seen);
      OurBlocks ours = new OurBlocks();
      seen.hit(Shape.HAMT, ours.isSharded(ours.write(tree, Profile.UNIXFS_V1_2025)));
      check.accept(tree);
    }
    check.accept(RandomTree.deepFile(Seed.random(suite, -1)));
    seen.report("trees for the " + suite);
  }
}
