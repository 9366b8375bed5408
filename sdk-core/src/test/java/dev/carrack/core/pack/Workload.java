package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A fixed series of puts, reference changes, collections and reopenings, and what must be there
 * after each: the same for a process that is killed and for a disk that loses power.
 */
final class Workload implements AutoCloseable {

  static final int STEPS = 30;
  private static final PackOptions OPTIONS = PackOptions.defaults().withPackBlocks(4);

  private static final Map<Integer, List<Block>> TREES = new ConcurrentHashMap<>();

  private final Disk disk;
  private final Disk dirtier;
  private final Path directory;
  private PackStore store;

  /**
   * Prepares a run.
   *
   * @param dirtier the same files, for leaving what a crash would leave
   */
  Workload(Disk disk, Disk dirtier, Path directory) {
    this.disk = disk;
    this.dirtier = dirtier;
    this.directory = directory;
    this.store = PackStore.open(disk, directory, OPTIONS);
  }

  /** Does step {@code i}; when it returns, it is acknowledged. */
  void step(int i) throws IOException {
    switch (i % 6) {
      case 0, 1 -> put(store, "r/" + i, i);
      case 2 -> {
        for (int n = 0; n < 4; n++) {
          store.commit(RefChanges.none().set("latest", root(i - 1 - n % 2)));
        }
        store.commit(RefChanges.none().set("latest", root(i - 1)));
      }
      case 3 -> store.commit(RefChanges.none().remove("r/" + (i - 3)));
      case 4 -> store.gc(Progress.none());
      default -> reopen();
    }
  }

  /** The trees that references name after the first {@code steps} steps. */
  static SortedMap<String, Integer> expected(int steps) {
    SortedMap<String, Integer> refs = new TreeMap<>();
    for (int i = 0; i < steps; i++) {
      switch (i % 6) {
        case 0, 1 -> refs.put("r/" + i, i);
        case 2 -> refs.put("latest", i - 1);
        case 3 -> refs.remove("r/" + (i - 3));
        default -> {}
      }
    }
    return refs;
  }

  /** A root and its leaves of odd sizes; odd trees share the leaves of the one before. */
  static List<Block> tree(int n) {
    return TREES.computeIfAbsent(n, Workload::grow);
  }

  private static List<Block> grow(int n) {
    List<Block> leaves = new ArrayList<>(leaves(n));
    if (n % 2 == 1) {
      leaves.addAll(leaves(n - 1));
    }
    List<Node> links = leaves.stream().map(leaf -> Node.of(leaf.cid())).toList();
    leaves.add(0, Block.of(Codec.DAG_CBOR, DagCbor.encode(Node.list(links))));
    return leaves;
  }

  private static List<Block> leaves(int n) {
    return CollectTest.tree(1000 + n, 6, 300 + 400 * (n % 5)).subList(1, 7);
  }

  private static Cid root(int n) {
    return tree(n).get(0).cid();
  }

  private static void put(PackStore store, String name, int n) {
    CollectTest.put(store, name, tree(n));
  }

  /** Leaves a torn log tail and a pack that nobody published, then opens again. */
  private void reopen() throws IOException {
    store.close();
    Path log = directory.resolve("log");
    try (Disk.File file = dirtier.open(log)) {
      byte[] torn = LogScan.frame(file.size(), new byte[100]);
      file.write(file.size(), torn, 0, 60);
    }
    try (Disk.File file = dirtier.create(directory.resolve("packs").resolve("7ffffff0.car"))) {
      file.write(0, new byte[90], 0, 90);
    }
    store = PackStore.open(disk, directory, OPTIONS);
    store.begin(Progress.none()).close();
  }

  /** A batch of a step may be done in part: the references in between, oldest first. */
  private static List<Map<String, Integer>> allowed(int acknowledged) {
    List<Map<String, Integer>> out = new ArrayList<>();
    out.add(expected(acknowledged));
    if (acknowledged % 6 == 2 && acknowledged < STEPS) {
      for (int n = 0; n < 2; n++) {
        SortedMap<String, Integer> between = expected(acknowledged);
        between.put("latest", acknowledged - 1 - n);
        out.add(between);
      }
    }
    out.add(expected(Math.min(STEPS, acknowledged + 1)));
    return out;
  }

  /** Checks a store after a crash: what was acknowledged is there, and it goes on working. */
  static void check(Disk disk, Path directory, int acknowledged, String point) {
    try (PackStore reader = PackStore.open(disk, directory, OPTIONS)) {
      readBack(reader, acknowledged, point);
    }
    try (PackStore store = PackStore.open(disk, directory, OPTIONS)) {
      store.begin(Progress.none()).close(); // recovers
      SortedMap<String, Cid> before = new TreeMap<>(readBack(store, acknowledged, point));
      assertThat(store.verify(Progress.none()).findings()).as(point).isEmpty();
      put(store, "next", 5000);
      store.gc(Progress.none());
      before.put("next", root(5000));
      assertThat(store.refs("")).as(point).isEqualTo(before);
    }
    try (PackStore store = PackStore.open(disk, directory, OPTIONS)) {
      assertThat(tree(5000)).as(point).allMatch(block -> store.require(block.cid()).equals(block));
      assertThat(disk.list(directory.resolve("packs"))).as(point).hasSameSizeAs(store.packs());
    } catch (IOException e) {
      throw new AssertionError(point, e);
    }
  }

  private static SortedMap<String, Cid> readBack(PackStore store, int acknowledged, String point) {
    SortedMap<String, Cid> refs = store.refs("");
    List<Map<String, Integer>> allowed = allowed(acknowledged);
    List<Map<String, Cid>> roots = new ArrayList<>();
    for (Map<String, Integer> state : allowed) {
      Map<String, Cid> byName = new TreeMap<>();
      state.forEach((name, n) -> byName.put(name, root(n)));
      roots.add(byName);
    }
    assertThat(roots).as(point).contains(refs);
    allowed
        .get(roots.indexOf(refs))
        .values()
        .forEach(
            n ->
                assertThat(tree(n))
                    .as("%s, tree %d", point, n)
                    .allMatch(block -> store.require(block.cid()).equals(block)));
    return refs;
  }

  @Override
  public void close() {
    store.close();
  }
}
