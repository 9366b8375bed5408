package dev.carrack.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.HashFunction;
import dev.carrack.core.Multihash;
import dev.carrack.core.car.CarFile;
import dev.carrack.core.car.CarFileWriter;
import dev.carrack.core.car.CarIndex;
import dev.carrack.core.car.CarOptions;
import dev.carrack.core.car.CarReader;
import dev.carrack.core.car.CarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarInteropTest {
  private static final int CARS = Integer.getInteger("interop.cars", 2_000);

  private static final List<HashFunction> HASHES =
      List.of(HashFunction.SHA2_512, HashFunction.BLAKE3, HashFunction.KECCAK_256);

  private enum Kind {
    NO_ROOTS,
    MANY_ROOTS,
    NO_BLOCKS,
    EMPTY_BLOCK,
    LARGE_BLOCK,
    REPEATED_BLOCK,
    IDENTITY_CID,
    OTHER_HASH,
    V0_CID
  }

  /** What a CAR holds. */
  private record Contents(List<Cid> roots, List<Block> blocks) {
    byte[] car() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      CarWriter writer = CarWriter.write(out, roots);
      blocks.forEach(writer::put);
      return out.toByteArray();
    }

    String listing() {
      StringBuilder out = new StringBuilder();
      roots.forEach(root -> out.append("root ").append(root).append('\n'));
      blocks.forEach(
          block -> out.append(block.cid()).append(' ').append(block.size()).append('\n'));
      return out.toString();
    }

    static Contents of(byte[] car) {
      try (CarReader reader = CarReader.read(new ByteArrayInputStream(car), "the peer's CAR")) {
        List<Block> blocks = new ArrayList<>();
        for (Optional<Block> next = reader.next(); next.isPresent(); next = reader.next()) {
          blocks.add(next.get());
        }
        return new Contents(reader.roots(), blocks);
      }
    }
  }

  @TempDir Path folder;
  private final Coverage<Kind> seen = new Coverage<>(Kind.class);

  @Test
  void theJavaScriptPeerReadsOurCarsAndWeReadIts() {
    try (Peer peer = Peers.node("car")) {
      for (int i = 0; i < CARS; i++) {
        byte[] ours = random("car", i).car();
        assertThat(peer.bytes("again", ours)).isEqualTo(ours);
        peer.agreed();
      }
      peer.report("version 1, written by us, read and written by the peer");
      for (int i = 0; i < CARS; i++) {
        byte[] theirs = peer.bytes("make", Seed.number("car", i));
        assertThat(Contents.of(theirs).car()).isEqualTo(theirs);
        peer.agreed();
      }
      peer.report("version 1, written by the peer, read and written by us");
      for (int i = 0; i < CARS / 10; i++) {
        Contents ours = random("car 2", i);
        assertThat(peer.bytes("again", version2(ours, options(i)))).isEqualTo(ours.car());
        peer.agreed();
      }
      peer.report("version 2, written by us, its payload read by the peer");
    }
    seen.report("CARs for @ipld/car");
  }

  @Test
  void goCarFindsOurCarsInOrderAndWritesTheSameVersion2() throws IOException {
    try (Peer peer = Peers.goCar()) {
      for (int i = 0; i < CARS / 2; i++) {
        Contents ours = random("go-car", i);
        List<byte[]> files = List.of(ours.car(), version2(ours, options(i)));
        for (int version = 1; version <= 2; version++) {
          byte[] car = files.get(version - 1);
          if (ours.blocks().stream().map(Block::cid).toList().containsAll(ours.roots())) {
            assertThat(peer.text("verify", car)).startsWith(version + " " + ours.blocks().size());
          }
          assertThat(peer.text("list", car)).isEqualTo(ours.listing());
          assertThat(peer.bytes("payload", car)).isEqualTo(ours.car());
          peer.agreed();
        }
      }
      peer.report("CARs of both versions, verified, listed and unwrapped by the peer");
      for (int i = 0; i < CARS / 2; i++) {
        Contents ours = random("go-car", i);
        for (CarIndex.Form form : CarIndex.Form.values()) {
          byte[] theirs = peer.bytes("index", ours.car(), Peer.arg(name(form)));
          assertThat(theirs).isEqualTo(version2(ours, CarOptions.v2().withIndex(form)));
          readByIndex(theirs, ours);
          Path detached = Files.write(folder.resolve("index"), peer.bytes("detach", theirs));
          CarIndex index = CarIndex.read(detached);
          assertThat(index.form()).isEqualTo(form);
          ByteArrayOutputStream again = new ByteArrayOutputStream();
          index.writeTo(again);
          assertThat(again.toByteArray()).isEqualTo(Files.readAllBytes(detached));
          peer.agreed();
        }
      }
      peer.report("CARs indexed and indexes detached by the peer, the same bytes as ours");
    }
    seen.report("CARs for go-car");
  }

  private void readByIndex(byte[] car, Contents contents) throws IOException {
    Path path = Files.write(folder.resolve("theirs.car"), car);
    try (CarFile file = CarFile.open(path)) {
      assertThat(file.roots()).isEqualTo(contents.roots());
      for (Block block : contents.blocks()) {
        assertThat(file.require(block.cid())).isEqualTo(block);
      }
    }
  }

  private byte[] version2(Contents contents, CarOptions options) {
    Path path = folder.resolve("ours.car");
    try (CarFileWriter writer = CarFileWriter.create(path, contents.roots(), options)) {
      contents.blocks().forEach(writer::put);
      writer.finish();
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CarOptions options(int index) {
    CarOptions options = CarOptions.v2().withPadding(index % 3 * 100, index % 5 * 10);
    return switch (index % 4) {
      case 0 -> options.withoutIndex();
      case 1 -> options.withIndex(CarIndex.Form.SORTED);
      case 2 -> options.withFullIndex();
      default -> options;
    };
  }

  private static String name(CarIndex.Form form) {
    return form == CarIndex.Form.SORTED ? "car-index-sorted" : "car-multihash-index-sorted";
  }

  private Contents random(String suite, int index) {
    Random random = Seed.random(suite, index);
    List<Block> blocks = new ArrayList<>();
    for (int n = random.nextInt(12); n > 0; n--) {
      boolean repeats = !blocks.isEmpty() && random.nextInt(10) == 0;
      blocks.add(repeats ? blocks.get(random.nextInt(blocks.size())) : block(random));
      seen.hit(Kind.REPEATED_BLOCK, repeats);
    }
    List<Cid> roots = new ArrayList<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      boolean present = !blocks.isEmpty() && random.nextInt(8) > 0;
      roots.add(present ? blocks.get(random.nextInt(blocks.size())).cid() : Documents.cid(random));
    }
    seen.hit(Kind.NO_BLOCKS, blocks.isEmpty());
    seen.hit(Kind.NO_ROOTS, roots.isEmpty());
    seen.hit(Kind.MANY_ROOTS, roots.size() > 1);
    return new Contents(roots, blocks);
  }

  private Block block(Random random) {
    int size = random.nextInt(20) == 0 ? 20_000 : random.nextInt(3) == 0 ? 0 : random.nextInt(99);
    byte[] data = Documents.bytes(random, size);
    seen.hit(Kind.EMPTY_BLOCK, size == 0);
    seen.hit(Kind.LARGE_BLOCK, size == 20_000);
    int kind = random.nextInt(8);
    seen.hit(Kind.IDENTITY_CID, kind == 0 && size < 100);
    seen.hit(Kind.OTHER_HASH, kind == 1);
    seen.hit(Kind.V0_CID, kind == 2);
    Cid cid =
        switch (kind) {
          case 0 -> size < 100 ? hashed(HashFunction.IDENTITY, data) : Cid.of(Codec.RAW, data);
          case 1 -> hashed(HASHES.get(random.nextInt(HASHES.size())), data);
          case 2 -> Cid.v0(Multihash.sha256(data));
          default -> Cid.of(random.nextBoolean() ? Codec.RAW : Codec.DAG_CBOR, data);
        };
    return Block.verified(cid, data, "the generator");
  }

  private static Cid hashed(HashFunction function, byte[] data) {
    return Cid.of(Codec.RAW, function.hash(data));
  }
}
