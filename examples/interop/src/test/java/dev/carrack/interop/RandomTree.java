package dev.carrack.interop;

import java.util.Random;

/** Random trees, and what classes of thing they hold. */
final class RandomTree {

  enum Shape {
    FILE_AS_ROOT,
    EMPTY_FILE,
    ONE_BLOCK,
    MULTI_BLOCK,
    EMPTY_DIRECTORY,
    DEPTH_5,
    SYMLINK,
    NON_ASCII_NAME,
    HAMT
  }

  private static final String[] WORDS = {
    "a", "b.txt", "README", "Ω", "żółć", "数据.csv", "🚀", "\uff5e", "a b", "model-00001", "#x", "é"
  };
  private static final int[] SIZES = {0, 1, 40, 5000, 262_144, 262_145, 1 << 20, (1 << 20) + 1};

  private final Random random;
  private final Tree tree = new Tree();

  private RandomTree(Random random) {
    this.random = random;
  }

  /** A tree; one in 15 has a directory of so many bytes that both profiles shard it. */
  static Tree of(Random random) {
    RandomTree it = new RandomTree(random);
    if (random.nextInt(15) == 0) {
      it.large();
    } else if (random.nextInt(10) == 0) {
      it.file(Tree.ROOT);
    } else {
      it.directory(Tree.ROOT, 6);
    }
    return it.tree;
  }

  private void directory(String path, int depth) {
    tree.directory(path);
    for (int n = random.nextInt(6); n > 0; n--) {
      String child = path + "/" + name(n);
      int kind = random.nextInt(10);
      if (kind < 4 && depth > 0) {
        directory(child, depth - 1);
      } else if (kind == 4) {
        tree.link(child, random.nextBoolean() ? "../" + name(n) : name(n));
      } else {
        file(child);
      }
    }
  }

  private void file(String path) {
    boolean large = random.nextInt(12) == 0;
    int size =
        large ? SIZES[random.nextInt(SIZES.length)] + random.nextInt(3) : random.nextInt(300);
    if (random.nextInt(100) == 0) {
      size = (2 << 20) + random.nextInt(1 << 20);
    }
    tree.file(path, Documents.bytes(random, random.nextInt(8) == 0 ? 0 : size));
  }

  // 256 KiB of names and CIDs are 1090 to 1160 of these entries under one profile, fewer under the
  // other.
  private void large() {
    tree.directory(Tree.ROOT);
    String filler = "x".repeat(190 + random.nextInt(10));
    for (int n = 1060 + random.nextInt(160); n > 0; n--) {
      tree.file(Tree.ROOT + "/" + n + filler, Documents.bytes(random, random.nextInt(4)));
    }
  }

  private String name(int n) {
    return WORDS[random.nextInt(WORDS.length)] + n;
  }

  /** Two levels of nodes above the leaves, under the profile of 174 links. */
  static Tree deepFile(Random random) {
    Tree tree = new Tree();
    byte[] content = new byte[175 * 262_144 + 1];
    for (int i = 0; i < content.length; i += 4096) {
      content[i] = (byte) random.nextInt();
    }
    tree.file(Tree.ROOT, content);
    return tree;
  }

  static void inspect(Tree tree, Coverage<Shape> seen) {
    seen.hit(Shape.FILE_AS_ROOT, tree.entries().size() == 1 && isFile(tree));
    tree.entries()
        .forEach(
            (path, entry) -> {
              int bytes = entry.bytes().length;
              seen.hit(Shape.EMPTY_FILE, entry.kind() == 'f' && bytes == 0);
              seen.hit(Shape.ONE_BLOCK, entry.kind() == 'f' && bytes > 0 && bytes <= 262_144);
              seen.hit(Shape.MULTI_BLOCK, entry.kind() == 'f' && bytes > 1 << 20);
              seen.hit(Shape.SYMLINK, entry.kind() == 'l');
              seen.hit(Shape.NON_ASCII_NAME, path.chars().anyMatch(c -> c > 127));
              seen.hit(Shape.DEPTH_5, path.chars().filter(c -> c == '/').count() >= 5);
              seen.hit(
                  Shape.EMPTY_DIRECTORY,
                  entry.kind() == 'd' && tree.entries().tailMap(path + "/").isEmpty());
            });
  }

  private static boolean isFile(Tree tree) {
    return tree.entries().get(Tree.ROOT).kind() == 'f';
  }
}
