package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.ConflictException;
import dev.carrack.core.LimitException;
import dev.carrack.core.LockedException;
import dev.carrack.core.Multihash;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.car.CarReader;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.piece.PieceHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackStoreTest {

  private static final PackOptions SMALL = PackOptions.defaults().withPackBytes(1 << 20);

  @TempDir Path directory;

  private static List<Block> blocks(int seed, int count, int size) {
    Random random = new Random(seed);
    List<Block> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] data = new byte[size];
      random.nextBytes(data);
      out.add(Block.of(Codec.RAW, data));
    }
    return out;
  }

  private static Committed put(PackStore store, String name, List<Block> blocks) {
    try (PutSession session = store.begin(Progress.none())) {
      blocks.forEach(session::put);
      Cid root = blocks.get(0).cid();
      return session.commit(root, RefChanges.none().set(name, root));
    }
  }

  private List<Path> packFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("packs"))) {
      return files.toList();
    }
  }

  @Test
  void readsBackWhatWasCommitted() {
    List<Block> blocks = blocks(1, 40, 100_000);
    try (PackStore store = PackStore.open(directory, SMALL)) {
      Committed committed = put(store, "a", blocks);

      assertThat(committed.newBytes()).isEqualTo(4_000_000);
      assertThat(committed.packs()).hasSize(4);
      assertThat(blocks)
          .allSatisfy(block -> assertThat(store.require(block.cid())).isEqualTo(block));
    }

    try (PackStore store = PackStore.open(directory)) {
      assertThat(blocks)
          .allSatisfy(block -> assertThat(store.require(block.cid())).isEqualTo(block));
      assertThat(store.ref("a")).contains(blocks.get(0).cid());
    }
  }

  @Test
  void packBytesAreThePieceAndStayUnderTheLimit() throws IOException {
    try (PackStore store = PackStore.open(directory, SMALL)) {
      Committed committed = put(store, "a", blocks(2, 30, 90_000));
      put(store, "tiny", blocks(3, 1, 10));

      for (PackInfo pack : store.packs()) {
        assertThat(Files.size(store.file(pack)))
            .isEqualTo(pack.bytes())
            .isLessThanOrEqualTo(1 << 20);
        assertThat(pack.piece()).contains(PieceHasher.of(store.file(pack), Progress.none()));
      }
      assertThat(committed.packs()).allMatch(pack -> pack.root().equals(committed.root()));
    }
  }

  @Test
  void writesABlockOnlyOnce() {
    List<Block> blocks = blocks(4, 10, 5_000);
    try (PackStore store = PackStore.open(directory)) {
      put(store, "a", blocks);
      List<Block> twice = new ArrayList<>(blocks);
      twice.addAll(blocks(5, 1, 7));
      twice.addAll(blocks(5, 1, 7));

      Committed committed = put(store, "b", twice);

      assertThat(committed.blocks()).isEqualTo(12);
      assertThat(committed.newBlocks()).isEqualTo(1);
      assertThat(committed.newBytes()).isEqualTo(7);
    }
  }

  @Test
  void writesABlockOnlyOnceAcrossThePacksOfASession() {
    List<Block> blocks = blocks(6, 40, 100_000);
    List<Block> twice = new ArrayList<>(blocks);
    twice.addAll(blocks);
    try (PackStore store = PackStore.open(directory, SMALL)) {
      assertThat(put(store, "a", twice).newBlocks()).isEqualTo(40);
    }
  }

  @Test
  void leavesNothingOfASessionThatWasNotCommitted() throws IOException {
    Block block = blocks(7, 1, 100).get(0);
    try (PackStore store = PackStore.open(directory)) {
      try (PutSession session = store.begin(Progress.none())) {
        session.put(block);
      }

      assertThat(store.get(block.cid())).isEmpty();
      assertThat(packFiles()).isEmpty();
    }
  }

  @Test
  void aReaderSeesWhatAnotherHandleCommitsLater() {
    Block first = blocks(8, 1, 100).get(0);
    try (PackStore reader = PackStore.open(directory);
        PackStore writer = PackStore.open(directory)) {
      assertThat(reader.get(first.cid())).isEmpty();

      put(writer, "a", List.of(first));

      assertThat(reader.get(first.cid())).contains(first);
      assertThat(reader.ref("a")).contains(first.cid());
    }
  }

  @Test
  void refusesASecondWriterNamingTheFirst() {
    try (PackStore first = PackStore.open(directory);
        PackStore second = PackStore.open(directory)) {
      put(first, "a", blocks(9, 1, 10));

      assertThatThrownBy(() -> second.begin(Progress.none()))
          .isInstanceOf(LockedException.class)
          .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()))
          .hasMessageContaining(directory.getFileName().toString());

      first.close();
      put(second, "b", blocks(10, 1, 10));
      assertThat(second.refs("")).containsOnlyKeys("a", "b");
    }
  }

  @Test
  void changesReferencesTogetherOrNotAtAll() {
    List<Block> blocks = blocks(11, 2, 50);
    Cid one = blocks.get(0).cid();
    Cid two = blocks.get(1).cid();
    try (PackStore store = PackStore.open(directory)) {
      put(store, "t/x/latest", blocks);
      store.commit(RefChanges.none().create("a/x/1", one).replace("t/x/latest", one, two));

      assertThatThrownBy(
              () -> store.commit(RefChanges.none().create("a/x/2", two).create("a/x/1", two)))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("a/x/1");
      assertThatThrownBy(() -> store.commit(RefChanges.none().remove("t/x/latest", one)))
          .isInstanceOf(ConflictException.class);

      assertThat(store.refs("")).isEqualTo(Map.of("a/x/1", one, "t/x/latest", two));
      assertThat(store.refs("a/")).containsOnlyKeys("a/x/1");
      store.commit(RefChanges.none().remove("a/x/1").remove("never"));
      assertThat(store.refs("a/")).isEmpty();
    }
  }

  @Test
  void refusesAReferenceToWhatIsNotHere() {
    Cid absent = blocks(12, 1, 9).get(0).cid();
    try (PackStore store = PackStore.open(directory)) {
      assertThatThrownBy(() -> store.commit(RefChanges.none().set("a", absent)))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining(absent.toString());
    }
  }

  @Test
  void findsABlockUnderAnyCodecAndVersion() {
    byte[] data = {1, 2, 3};
    Multihash hash = Multihash.sha256(data);
    try (PackStore store = PackStore.open(directory)) {
      put(store, "a", List.of(Block.of(Codec.RAW, data)));

      assertThat(store.require(Cid.v0(hash)).cid().version()).isZero();
      assertThat(store.require(Cid.of(Codec.DAG_CBOR, hash)).bytes()).isEqualTo(data);
    }
  }

  @Test
  void keepsBlocksOfOtherHashesAndEmptyOnes() throws Exception {
    byte[] data = {9, 8, 7};
    byte[] sha512 = java.security.MessageDigest.getInstance("SHA-512").digest(data);
    Cid cid = Cid.of(Codec.RAW, Multihash.of(Multihash.SHA2_512, sha512));
    Block other = Block.verified(cid, data, "test");
    Block empty = Block.of(Codec.RAW, new byte[0]);
    Block inline =
        Block.verified(Cid.of(Codec.RAW, Multihash.of(Multihash.IDENTITY, data)), data, "test");
    try (PackStore store = PackStore.open(directory)) {
      Committed committed = put(store, "a", List.of(other, empty, inline));
      assertThat(committed.newBlocks()).isEqualTo(2);
    }

    try (PackStore store = PackStore.open(directory)) {
      assertThat(store.require(cid)).isEqualTo(other);
      assertThat(store.require(empty.cid())).isEqualTo(empty);
      assertThat(store.require(inline.cid())).isEqualTo(inline);
      // A root that does not have 36 bytes cannot be in the header: the index frame stands in.
      assertThat(store.packs().get(0).root().codec()).isEqualTo(Codec.DAG_CBOR);
    }
  }

  @Test
  void skipsCommitmentsWhereAsked() {
    PackOptions options = PackOptions.defaults().withCommitments(PackOptions.Commitments.SKIP);
    try (PackStore store = PackStore.open(directory, options)) {
      assertThat(put(store, "a", blocks(13, 2, 50)).packs().get(0).piece()).isEmpty();
    }
  }

  @Test
  void closingTheStoreEndsItsSessions() {
    PackStore store = PackStore.open(directory);
    PutSession session = store.begin(Progress.none());
    store.close();

    assertThatThrownBy(() -> session.put(blocks(14, 1, 5).get(0)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.begin(Progress.none()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rollsToANewPackAfterSoManyBlocks() {
    PackOptions options = PackOptions.defaults().withPackBlocks(3);
    try (PackStore store = PackStore.open(directory, options)) {
      assertThat(put(store, "a", blocks(15, 10, 5)).packs())
          .extracting(PackInfo::blocks)
          .containsExactly(3, 3, 3, 1);
    }
  }

  @Test
  void aPackIsAPlainCar() {
    List<Block> tree = CollectTest.tree(16, 5, 1_000);
    try (PackStore store = PackStore.open(directory)) {
      CollectTest.put(store, "a", tree);
      PackInfo pack = store.packs().get(0);

      List<Block> read = new ArrayList<>();
      try (CarReader car = CarReader.read(store.file(pack))) {
        assertThat(car.roots()).containsExactly(tree.get(0).cid());
        for (Optional<Block> next = car.next(); next.isPresent(); next = car.next()) {
          read.add(next.get());
        }
        assertThat(car.position()).isEqualTo(pack.bytes());
      }

      assertThat(read).hasSize(7).startsWith(tree.toArray(new Block[0]));
      Node index = DagCbor.decode(read.get(6).bytes()); // the index frame is a block like others
      assertThat(index.at("v").int64()).isEqualTo(1);
    }
  }

  @Test
  void doesNotTakeAnotherBlockForOneWhoseDigestBeginsAlike() {
    Block block = blocks(17, 1, 100).get(0);
    byte[] digest = block.cid().hash().digest();
    digest[20] ^= 1;
    Cid alike = Cid.of(Codec.RAW, Multihash.of(Multihash.SHA2_256, digest));
    try (PackStore store = PackStore.open(directory)) {
      put(store, "a", List.of(block));

      assertThat(store.has(alike)).isFalse();
      assertThat(store.get(alike)).isEmpty();
      assertThat(store.has(block.cid())).isTrue();
    }
  }

  @Test
  void refusesABlockThatNoCarReaderWouldTake() {
    Block huge = Block.of(Codec.RAW, new byte[8 << 20]);
    try (PackStore store = PackStore.open(directory);
        PutSession session = store.begin(Progress.none())) {
      assertThatThrownBy(() -> session.put(huge))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("8 MiB");
    }
  }

  @Test
  void anEmptyDirectoryIsAnEmptyStoreAndStaysEmptyWhenRead() {
    Path absent = directory.resolve("not").resolve("there");
    try (PackStore store = PackStore.open(absent)) {
      assertThat(store.refs("")).isEmpty();
      assertThat(store.has(blocks(18, 1, 1).get(0).cid())).isFalse();
      assertThat(store.verify(Progress.none()).ok()).isTrue();
    }
    assertThat(absent).doesNotExist();
  }
}
