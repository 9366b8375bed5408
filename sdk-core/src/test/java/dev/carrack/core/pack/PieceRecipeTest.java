package dev.carrack.core.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.Multihash;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.car.CarReader;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.piece.PieceCid;
import dev.carrack.core.piece.PieceHasher;
import dev.carrack.core.unixfs.Imported;
import dev.carrack.core.unixfs.Profile;
import dev.carrack.core.unixfs.UnixFsImporter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PieceRecipeTest {

  private static final PackOptions SMALL = PackOptions.defaults().withPackBytes(1 << 20);

  private static final PackOptions TWENTY = PackOptions.defaults().withPackBytes(20 << 20);

  @TempDir Path dir;
  private final MemoryBlockStore blocks = new MemoryBlockStore();

  private Cid raw(int first, int size) {
    byte[] data = new byte[size];
    Arrays.fill(data, (byte) first);
    return put(Block.adopt(Codec.RAW, data));
  }

  private Cid links(Cid... links) {
    List<Node> nodes = Arrays.stream(links).map(Node::of).toList();
    return put(Block.of(Codec.DAG_CBOR, DagCbor.encode(Node.list(nodes))));
  }

  private Cid put(Block block) {
    blocks.put(block);
    return block.cid();
  }

  private static List<PieceRecipe> plan(BlockSource source, Cid root, PackOptions limits) {
    return PieceRecipe.plan(source, root, cid -> false, limits, Progress.none());
  }

  private static byte[] bytes(PieceRecipe recipe, BlockSource source) throws IOException {
    try (InputStream in = recipe.open(source, 0)) {
      return in.readAllBytes();
    }
  }

  private static List<Cid> cids(PieceRecipe recipe) {
    List<Cid> cids = new ArrayList<>();
    for (int i = 0; i < recipe.blocks(); i++) {
      cids.add(recipe.cid(i));
    }
    return cids;
  }

  @Test
  void aRecipeHasItsKnownBytes() throws IOException {
    Cid leaf = raw(7, 3);
    Cid root = links(leaf);

    PieceRecipe recipe = plan(blocks, root, SMALL).get(0);

    byte[] piece = bytes(recipe, blocks);
    String hex = HexFormat.of().formatHex(piece);
    String leafHash = HexFormat.of().formatHex(leaf.hash().digest());
    String rootHash = HexFormat.of().formatHex(root.hash().digest());
    assertThat(hex)
        .startsWith(
            "3aa265726f6f747381d82a58250001711220"
                + rootHash
                + "6776657273696f6e01"
                + "2701551220"
                + leafHash
                + "070707"
                + "4e01711220"
                + rootHash
                + "81d82a58250001551220"
                + leafHash)
        // {"v": 1, "blocks": [[0x55, 0x12, 32, …], [0x71, 0x12, 32, …]], "trailer": …}
        .contains(
            "a3617601"
                + "66626c6f636b7382"
                + "8418551218205828"
                + leafHash
                + "0000006000000003"
                + "8418711218205828"
                + rootHash
                + "000000880000002a")
        .endsWith("67747261696c6572" + "50" + "4341525241434b31" + "00000000000000b2");
    assertThat(recipe.length()).isEqualTo(piece.length);
    assertThat(recipe.blocks()).isEqualTo(2);
    assertThat(recipe.root()).isEqualTo(root);
    assertThat(cids(recipe)).containsExactly(leaf, root);
  }

  @Test
  void aFreshPutWritesTheBytesOfItsRecipes() throws IOException {
    byte[] data = new byte[180 << 18]; // a tree of three levels
    new Random(1).nextBytes(data);
    try (PackStore store = PackStore.open(dir.resolve("store"), TWENTY)) {
      Committed committed;
      try (PutSession session = store.begin(Progress.none())) {
        Cid root =
            UnixFsImporter.into(session)
                .withProfile(Profile.UNIXFS_V0_2015)
                .file(new ByteArrayInputStream(data))
                .cid();
        committed = session.commit(root, RefChanges.none().set("a", root));
      }

      assertSame(store, committed.packs(), plan(store, committed.root(), TWENTY));
      assertThat(committed.packs()).hasSize(3);
    }
  }

  private static void assertSame(PackStore store, List<PackInfo> packs, List<PieceRecipe> recipes)
      throws IOException {
    assertThat(recipes).hasSameSizeAs(packs);
    for (int i = 0; i < packs.size(); i++) {
      PackInfo pack = packs.get(i);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PieceCid piece = recipes.get(i).writeTo(store, out, Progress.none());
      assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(store.file(pack)));
      assertThat(Optional.of(piece)).isEqualTo(pack.piece());
      assertThat(recipes.get(i).root()).isEqualTo(pack.root());
      assertThat(recipes.get(i).length()).isEqualTo(pack.bytes()).isEqualTo(piece.rawSize());
    }
  }

  @Test
  void aDirectoryAndASecondVersionOfItAreWhatTheirPutsWrote() throws IOException {
    Path tree = Files.createDirectories(dir.resolve("tree/sub"));
    Files.writeString(tree.resolve("b"), "in sub");
    Files.writeString(tree.resolveSibling("z"), "last");
    Files.writeString(tree.resolveSibling("a"), "first");
    try (PackStore store = PackStore.open(dir.resolve("store"), SMALL)) {
      Committed first = put(store, tree.getParent());
      Set<Multihash> there = new HashSet<>();
      Dag.walk(store, first.root(), Dag.Repeats.SKIP, block -> there.add(block.cid().hash()));
      Files.writeString(tree.resolve("c"), "new");
      Committed second = put(store, tree.getParent());

      assertSame(store, first.packs(), plan(store, first.root(), SMALL));
      List<PieceRecipe> delta =
          PieceRecipe.plan(
              store, second.root(), cid -> there.contains(cid.hash()), SMALL, Progress.none());
      assertSame(store, second.packs(), delta);
      assertThat(delta.get(0).blocks()).isEqualTo(3); // the file, sub and the root
    }
  }

  @Test
  void aShardedDirectoryIsWhatItsPutWrote() throws IOException {
    try (PackStore store = PackStore.open(dir.resolve("store"), SMALL);
        PutSession session = store.begin(Progress.none())) {
      UnixFsImporter importer = UnixFsImporter.into(session);
      SortedMap<String, Imported> entries = new TreeMap<>();
      for (int i = 0; i < 6000; i++) {
        String name = "%05d".formatted(i);
        entries.put(name, importer.file(new ByteArrayInputStream(name.getBytes(UTF_8))));
      }
      Cid root = importer.directory(entries).cid();
      Committed committed = session.commit(root, RefChanges.none().set("a", root));

      List<PieceRecipe> recipes = plan(store, root, SMALL);

      assertSame(store, committed.packs(), recipes);
      assertThat(recipes.get(0).blocks()).isEqualTo(6000 + 523); // shards of three levels
    }
  }

  private static Committed put(PackStore store, Path tree) {
    try (PutSession session = store.begin(Progress.none())) {
      Cid root = UnixFsImporter.into(session).tree(tree).cid();
      return session.commit(root, RefChanges.none().set("a", root));
    }
  }

  @Test
  void carriesWhatIsReachableAndMissingOnceAndNothingElse() {
    Cid shared = raw(1, 10);
    Cid there = raw(2, 20);
    Cid below = raw(3, 30);
    Cid inner = links(shared, below);
    Cid hidden = links(there, shared);
    Cid root = links(inner, hidden, shared);
    raw(9, 90); // in the source, not below the root

    List<PieceRecipe> recipes =
        PieceRecipe.plan(
            blocks, root, cid -> cid.equals(there) || cid.equals(inner), SMALL, Progress.none());

    // inner is there, but having it is not having what it links to.
    assertThat(recipes).hasSize(1);
    assertThat(cids(recipes.get(0))).containsExactly(shared, below, hidden, root);
  }

  @Test
  void rawBlocksThatAreThereNeedNotBeHere() {
    Cid gone = Cid.of(Codec.RAW, new byte[] {42});
    Cid root = links(gone);

    assertThat(cids(PieceRecipe.plan(blocks, root, gone::equals, SMALL, Progress.none()).get(0)))
        .containsExactly(root);
    assertThat(PieceRecipe.plan(blocks, root, cid -> true, SMALL, Progress.none())).isEmpty();
    assertThatThrownBy(() -> plan(blocks, root, SMALL))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(gone.toString());
  }

  @Test
  void version0AndIdentityCidsAreWhatPacksMakeOfThem() throws IOException {
    Cid inside = Cid.of(Codec.RAW, Multihash.of(Multihash.IDENTITY, new byte[] {5}));
    Cid leaf = raw(1, 5);
    Cid root = links(inside, leaf, Cid.of(Codec.DAG_JSON, put(json()).hash()));

    PieceRecipe recipe = plan(blocks, root, SMALL).get(0);

    assertThat(cids(recipe)).doesNotContain(inside).hasSize(3).allMatch(c -> c.version() == 1);
    try (CarReader reader = CarReader.read(new ByteArrayInputStream(bytes(recipe, blocks)), "p")) {
      while (reader.next().isPresent()) {}
      assertThat(reader.roots()).containsExactly(root);
    }
  }

  private static Block json() {
    return Block.of(Codec.DAG_JSON, "{}".getBytes(UTF_8));
  }

  @Test
  void piecesCloseBeforeTheLimitWithAllTheirFrames() {
    List<Cid> leaves = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      leaves.add(raw(i, 5000));
    }
    Cid root = links(leaves.toArray(Cid[]::new));
    PackOptions limits = PackOptions.defaults().withPackBytes(64 << 10);

    List<PieceRecipe> recipes = plan(blocks, root, limits);

    assertThat(recipes).hasSize(9);
    assertThat(recipes).allMatch(r -> r.length() <= 64 << 10 && r.root().equals(root));
    // 12 leaves of 5038 bytes, 59 of header, 564 of index frame; a thirteenth does not fit.
    assertThat(recipes.get(0).blocks()).isEqualTo(12);
    assertThat(recipes.get(0).length()).isEqualTo(59 + 12 * 5038 + 2 + 36 + 12 * 40 + 46);
    List<Cid> all = new ArrayList<>();
    recipes.forEach(r -> all.addAll(cids(r)));
    leaves.add(root);
    assertThat(all).isEqualTo(leaves);
    assertThat(plan(blocks, root, limits.withPackBlocks(5))).hasSize(21);
  }

  @Test
  void aBlockLargerThanAPieceIsRefused() {
    Cid root = raw(1, 70_000);

    assertThatThrownBy(() -> plan(blocks, root, PackOptions.defaults().withPackBytes(64 << 10)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("70000 bytes does not fit into a piece of 65536");
    Cid section = raw(2, PackFormat.MAX_SECTION - 35);
    assertThatThrownBy(() -> plan(blocks, section, PackOptions.defaults()))
        .isInstanceOf(LimitException.class);
  }

  @Test
  void aRootOfAnotherSizeLeavesTheHeaderToTheIndexFrame() throws IOException {
    byte[] data = {1};
    Cid root = put(Block.verified(sha512(data), data, "test"));

    PieceRecipe recipe = plan(blocks, root, SMALL).get(0);

    assertThat(recipe.root()).isNotEqualTo(root);
    assertThat(recipe.root().codec()).isEqualTo(Codec.DAG_CBOR);
    try (PackStore store = PackStore.open(dir.resolve("store"), SMALL);
        PutSession session = store.begin(Progress.none())) {
      session.put(blocks.require(root));
      Committed committed = session.commit(root, RefChanges.none().set("a", root));
      assertSame(store, committed.packs(), List.of(recipe));
    }
  }

  private static Cid sha512(byte[] data) {
    try {
      byte[] digest = java.security.MessageDigest.getInstance("SHA-512").digest(data);
      return Cid.of(Codec.RAW, Multihash.of(Multihash.SHA2_512, digest));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void isReadFromAnyOffset() throws IOException {
    Cid root = links(raw(1, 300), raw(2, 400));
    PieceRecipe recipe = plan(blocks, root, SMALL).get(0);
    byte[] whole = bytes(recipe, blocks);

    try (SeekableByteChannel channel = recipe.channel(blocks)) {
      assertThat(channel.size()).isEqualTo(whole.length);
      ByteBuffer tail = ByteBuffer.allocate(100);
      channel.position(whole.length - 100).read(tail);
      assertThat(tail.array())
          .isEqualTo(Arrays.copyOfRange(whole, whole.length - 100, whole.length));
    }
    try (InputStream in = recipe.open(blocks, 500)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(whole, 500, whole.length));
    }
    assertThat(PieceHasher.of(new ByteArrayInputStream(whole), Progress.none()))
        .isEqualTo(recipe.commit(blocks, Progress.none()));
  }

  @Test
  void aSourceThatChangedSinceThePlanIsFoundOut() {
    Cid leaf = raw(1, 300);
    Cid root = links(leaf);
    PieceRecipe recipe = plan(blocks, root, SMALL).get(0);
    BlockSource changed =
        new BlockSource() {
          @Override
          public Optional<Block> get(Cid cid) {
            return cid.equals(leaf)
                ? Optional.of(Block.of(Codec.RAW, new byte[300]))
                : blocks.get(cid);
          }

          @Override
          public boolean has(Cid cid) {
            return blocks.has(cid);
          }
        };

    assertThatThrownBy(() -> recipe.commit(changed, Progress.none()))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("has changed");
    assertThatThrownBy(() -> recipe.commit(new MemoryBlockStore(), Progress.none()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aFullTargetAndAnInterruptAreOurOwnErrors() {
    Cid root = raw(1, 300);
    PieceRecipe recipe = plan(blocks, root, SMALL).get(0);
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThatThrownBy(() -> recipe.writeTo(blocks, full, Progress.none()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("No space left");

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> recipe.commit(blocks, Progress.none()))
        .isInstanceOf(CancelledException.class);
    assertThatThrownBy(() -> plan(blocks, root, SMALL)).isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
