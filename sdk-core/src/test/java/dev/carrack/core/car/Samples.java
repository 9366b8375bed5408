package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.Multihash;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** CARs and blocks that the tests share. */
final class Samples {

  /**
   * A CARv2 that go-car wrote, v2/testdata/sample-unixfs-v2.car of ipld/go-car d891b59: payload of
   * 284 bytes at 51, index of the form 0x0401 at 335, sections at 59, 108 and 198 of the payload.
   */
  static final byte[] GO_CAR_V2 =
      hex(
          "0aa16776657273696f6e020000000000000000000000000000000033000000000000001c010000000000"
              + "004f010000000000003aa265726f6f747381d82a582500017012200a344871dee6c754207f596cfc95ae"
              + "29d4a0a21e7023925a5d6125206dd4aab46776657273696f6e013001551220a948904f2f0f479b8f8197"
              + "694b30184b0d2ed1c1cd2a1ec0fb85d299a192a44768656c6c6f20776f726c640a5901701220cbce1238"
              + "69f855af03cc49752c1b05832020b7b8ac1ceb7c8e4acb671df67981122f0a2401551220a948904f2f0f"
              + "479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a4471205622e747874180c0a020801550170"
              + "12200a344871dee6c754207f596cfc95ae29d4a0a21e7023925a5d6125206dd4aab4122b0a2401701220"
              + "cbce123869f855af03cc49752c1b05832020b7b8ac1ceb7c8e4acb671df6798112016118000a02080181"
              + "08010000001200000000000000010000002800000078000000000000000a344871dee6c754207f596cfc"
              + "95ae29d4a0a21e7023925a5d6125206dd4aab4c600000000000000a948904f2f0f479b8f8197694b3018"
              + "4b0d2ed1c1cd2a1ec0fb85d299a192a4473b00000000000000cbce123869f855af03cc49752c1b058320"
              + "20b7b8ac1ceb7c8e4acb671df679816c00000000000000");

  static final Cid GO_CAR_ROOT =
      Cid.parse("bafybeiakgrehdxxgy5kca72znt6jllrj2sqkehtqeojfuxlbeuqg3vfkwq");

  private Samples() {}

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  static Block raw(int first, int size) {
    byte[] data = new byte[size];
    Arrays.fill(data, (byte) first);
    return Block.adopt(Codec.RAW, data);
  }

  static Block links(Cid... links) {
    List<Node> nodes = Arrays.stream(links).map(Node::of).toList();
    return Block.of(Codec.DAG_CBOR, DagCbor.encode(Node.list(nodes)));
  }

  /** A block that is its own CID. */
  static Block identity(String text) {
    return Block.inside(
            Cid.of(
                Codec.RAW, Multihash.of(Multihash.IDENTITY, text.getBytes(StandardCharsets.UTF_8))))
        .orElseThrow();
  }

  static MemoryBlockStore store(List<Block> blocks) {
    MemoryBlockStore store = new MemoryBlockStore();
    blocks.forEach(store::put);
    return store;
  }

  static BlockWalk walk(List<Block> blocks) {
    return blocks::forEach;
  }

  static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes with those at {@code at} replaced. */
  static byte[] patched(byte[] bytes, int at, String hex) {
    byte[] out = bytes.clone();
    byte[] patch = hex(hex);
    System.arraycopy(patch, 0, out, at, patch.length);
    return out;
  }

  static List<Cid> cids(Path car) {
    List<Cid> cids = new ArrayList<>();
    BlockWalk.sections(car, Padding.REFUSE).forEach(block -> cids.add(block.cid()));
    return cids;
  }
}
