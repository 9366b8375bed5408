package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CIDs that other tools print for the same content. */
class UnixFsVectorsTest {

  private static final BlockSink NOWHERE = block -> {};

  // Source: IPIP-499 (ipfs/specs 8721f87), test vectors of both profiles.
  @ParameterizedTest
  @CsvSource({
    "unixfs-v1-2025, 0, 0, bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
    "unixfs-v0-2015, 0, 0, QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH",
    "unixfs-v0-2015, chunk-v0-seed, 262144, QmWmRj3dFDZdb6ABvbmKhEL6TmPbAfBZ1t5BxsEyJrcZhE",
    "unixfs-v0-2015, chunk-v0-seed, 262145, QmYyLxtzZyW22zpoVAtKANLRHpDjZtNeDjQdJrcQNWoRkJ",
    "unixfs-v0-2015, v0-seed, 45613056, QmUbBALi174SnogsUzLpYbD4xPiBSFANF4iztWCsHbMKh2",
    "unixfs-v0-2015, v0-seed, 45613057, QmV81WL765sC8DXsRhE5fJv2rwhS4icHRaf3J9Zk5FdRnW",
    "unixfs-v1-2025, chunk-v1-seed, 1048576,"
        + " bafkreiacndfy443ter6qr2tmbbdhadvxxheowwf75s6zehscklu6ezxmta",
    "unixfs-v1-2025, chunk-v1-seed, 1048577,"
        + " bafybeigmix7t42i6jacydtquhet7srwvgpizfg7gjbq7627d35mjomtu64"
  })
  void filesHaveTheCidsOfIpip499(String profile, String seed, long size, String cid) {
    Imported file = importer(Profile.named(profile)).file(Streams.chacha(seed, size));

    assertThat(file.cid()).hasToString(cid);
    assertThat(file.size()).isEqualTo(size);
  }

  // Source: IPIP-499, the width boundary of unixfs-v1-2025: 1024 leaves, and one byte more.
  @Test
  @Tag("slow")
  void aNodeHoldsNoMoreThan1024Links() throws IOException {
    BlockWriter out = new BlockWriter(Profile.UNIXFS_V1_2025, NOWHERE);
    BalancedTree full = new BalancedTree(out);
    BalancedTree oneMore = new BalancedTree(out);
    try (InputStream in = Streams.chacha("v1-2025-seed", (1L << 30) + 1)) {
      for (int i = 0; i < 1025; i++) {
        byte[] chunk = in.readNBytes(1 << 20);
        Imported leaf = out.leaf(chunk, 0, chunk.length);
        oneMore.add(leaf);
        if (i < 1024) {
          full.add(leaf);
        }
      }
    }

    assertThat(full.finish().cid())
        .hasToString("bafybeihmf37wcuvtx4hpu7he5zl5qaf2ineo2lqlfrapokkm5zzw7zyhvm");
    assertThat(oneMore.finish().cid())
        .hasToString("bafybeibdsi225ugbkmpbdohnxioyab6jsqrmkts3twhpvfnzp77xtzpyhe");
  }

  @ParameterizedTest
  @CsvSource({
    "unixfs-v1-2025, bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
    "unixfs-v0-2015, Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD"
  })
  void helloWorld(String profile, String cid) {
    InputStream in = new ByteArrayInputStream("hello world".getBytes(StandardCharsets.UTF_8));

    assertThat(importer(Profile.named(profile)).file(in).cid()).hasToString(cid);
  }

  @ParameterizedTest
  @CsvSource({
    "unixfs-v1-2025, bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354",
    "unixfs-v0-2015, QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn"
  })
  void theEmptyDirectory(String profile, String cid) {
    assertThat(importer(Profile.named(profile)).directory(Map.of()).cid()).hasToString(cid);
  }

  // Source: ipfs-unixfs-importer 17.1.1, run for the specification digest on 2026-11-22.
  @ParameterizedTest
  @CsvSource({
    "unixfs-v1-2025, 52428800, bafybeihql5oz2qmy5ag2rohtsildjjxkb7bazoj76wtnaiqkqmwnaddnxm",
    "unixfs-v0-2015, 52428800, Qme3WotYaMHAwJoxQkD5SHnz5ct4X7JJkqSFCfaTXMNyuM",
    "kubo-cid-v1, 52428800, bafybeidddcngz7otvfotqtuqjegibjj3ikupzi3xcuzjwrc4dl2rpkvd2e",
    "kubo-cid-v1, 262144, bafkreihfyjt4iflfqwkrwaema6exqt4jwlelfddmhmw2cbhr53ueaqaxzi",
    "kubo-cid-v1, 262145, bafybeic6vz6moptz7zome3cm6dpymivoidoyncinfw7qe6orcvmjivwwda",
    "test-cid-v1, 262145, bafkreibasl27xj2ibivnyuryoujpbtrgzceoepztgrxkiwdx3xewzp7hlu",
    "test-cid-v1, 1048577, bafybeiefyhkzaleztw2x5r5n6ypqv6zbq5yilz2gwrkhrof46r5egu6csi",
    "helia-cid-v1, 1048577, bafybeiefyhkzaleztw2x5r5n6ypqv6zbq5yilz2gwrkhrof46r5egu6csi"
  })
  void filesHaveTheCidsOfTheJavascriptImporter(String profile, long size, String cid) {
    assertThat(importer(Profile.named(profile)).file(Streams.aes(size)).cid()).hasToString(cid);
  }

  // Source: js-ipfs-unixfs 38dec1c, "hash parity": its generator gives zero bytes only.
  @Test
  void hashParityOfTheJavascriptImporter() {
    InputStream zeros =
        new InputStream() {
          private int left = 45_900_000;

          @Override
          public int read() {
            return left-- > 0 ? 0 : -1;
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            int count = Math.min(left, length);
            Arrays.fill(to, offset, offset + count, (byte) 0);
            left -= count;
            return count > 0 ? count : -1;
          }
        };

    assertThat(importer(Profile.UNIXFS_V0_2015).file(zeros).cid())
        .hasToString("QmRdPboiJQoZ5cdazR9a8vGqdJvWg6M5bfdtUSKNHpuscj");
  }

  // Source: ipfs/specs UnixFS, the example names of its HAMT section.
  @ParameterizedTest
  @CsvSource({"470.txt, 006E88DF5847E67C", "742.txt, 00FF"})
  void namesHashAsInTheSpecification(String name, String hex) {
    long hash = NameHash.of(name.getBytes(StandardCharsets.UTF_8));

    assertThat("%016X".formatted(hash)).startsWith(hex);
  }

  // Source: ipfs-unixfs-importer 17.1.1, all its rows: files, directories, sharded directories.
  @TestFactory
  @Needs("fixtures")
  List<DynamicTest> everyRowOfTheJavascriptImporter() throws IOException {
    Node rows =
        DagJson.decodeLenient(
                Files.readAllBytes(Fixtures.path("ipld/unixfs/js-importer-cids.json")))
            .at("rows");
    Fixtures.count("ipld/unixfs (js-importer-cids)", rows.items().size());
    assertThat(rows.items()).hasSizeGreaterThan(40);
    return rows.items().stream()
        .map(row -> dynamicTest(DagJson.print(row), () -> agrees(row)))
        .toList();
  }

  private static void agrees(Node row) {
    UnixFsImporter importer = importer(Profile.named(row.at("profile").text()));
    Imported result;
    if (row.at("kind").text().equals("file")) {
      result = importer.file(Streams.aes(row.at("size").int64()));
    } else {
      Map<String, Imported> entries = new HashMap<>();
      for (int i = 0; i < row.at("entries").int64(); i++) {
        entries.put("file-%06d.bin".formatted(i), text(importer, "content " + i));
      }
      result = importer.directory(entries);
    }

    assertThat(result.cid()).hasToString(row.at("cid").text());
    assertThat(result.dagSize()).isEqualTo(Long.parseLong(row.at("tsize").text()));
  }

  // Source: ipfs-unixfs-importer 17.1.1, run on 2026-11-22 over files holding "x": directories
  // whose size
  // is one byte below, at and one above the threshold, by the measure of each profile.
  @ParameterizedTest
  @CsvSource({
    "unixfs-v1-2025, 2113, 83, bafybeicsbctijnrfj2rhar62cdf5fzddfmxafjy6qd5aod7qyeqlc3u32a",
    "unixfs-v1-2025, 2113, 84, bafybeiffcl47pugil6gwg4cbrhjjwm3i55bvq6s2dj6oja6vrp5pgcaqrm",
    "unixfs-v1-2025, 2113, 85, bafybeiclz4oad35tqfztmeyixb4gerrevwswhk33mnjrcs467nffoccipq",
    "unixfs-v0-2015, 2298, 137, QmRXwEQhd5NbQRcM99KTYaQ6K4CC9uQDisFRHTE3z5x3QP",
    "unixfs-v0-2015, 2298, 138, QmafVDevJhVHcKzA54LbwXNLbxnmhZ1ytgHM8KEBue85WP",
    "unixfs-v0-2015, 2298, 139, QmXfbWCwVDXfHkokYshgdyKh8UTnaEBJEzTuyVEUE23Rbp"
  })
  void directoriesAreShardedFromTheSameByteOn(String profile, int names, int last, String cid) {
    UnixFsImporter importer = importer(Profile.named(profile));
    Imported x = text(importer, "x");
    Map<String, Imported> entries = new HashMap<>();
    for (int i = 0; i < names; i++) {
      entries.put("n%079d".formatted(i), x);
    }
    entries.put("z" + "0".repeat(last - 1), x);

    assertThat(importer.directory(entries).cid()).hasToString(cid);
  }

  // Source: ipfs-unixfs-importer 17.1.1 as Helia calls it, run on 2026-11-22: by names and CIDs a
  // directory is sharded later than by its block.
  @ParameterizedTest
  @CsvSource({
    "helia-cid-v1, 5140, bafybeigd4ujw6um2veup24ihslp3x5qxzhpixex3cduq5j33f6nq6sw4ru",
    "helia-cid-v1, 5141, bafybeihwdbapj3z3yjvdoobfrint4gy75ehaylvh636t5gxtpht2zkjstu",
    "kubo-cid-v1, 5000, bafybeihuntki5rdi2wihoqkx4yxdkikheoodkyvz7ok3qjtxfuvgxdpp5q",
    "test-cid-v1, 4, bafybeidgywaffofnluu47on2nnyqn7eni7uxnmaoss3l52b7vwvjsnqyqa",
    "unixfs-v1-2025, 5000, bafybeifz52ooyrvsj772uggvw4pa6hq7unzehzvnfl4qwhkjnbf5dz4oie"
  })
  void theOldDefaultsShardByNamesAndCids(String profile, int count, String cid) {
    UnixFsImporter importer = importer(Profile.named(profile));
    Map<String, Imported> entries = new HashMap<>();
    for (int i = 0; i < count; i++) {
      entries.put("file-%06d.bin".formatted(i), text(importer, "content " + i));
    }

    assertThat(importer.directory(entries).cid()).hasToString(cid);
  }

  @Test
  void theOldDefaultsHaveNarrowNodes() {
    assertThat(Profile.all())
        .extracting(Profile::toString, Profile::chunkSize, Profile::width, Profile::cidVersion)
        .containsExactly(
            tuple("unixfs-v1-2025", 1 << 20, 1024, 1),
            tuple("unixfs-v0-2015", 256 << 10, 174, 0),
            tuple("test-cid-v1", 1 << 20, 174, 1),
            tuple("kubo-cid-v1", 256 << 10, 174, 1),
            tuple("helia-cid-v1", 1 << 20, 1024, 1));
  }

  // Source: as above, with names whose order differs between UTF-8 and UTF-16.
  @Test
  void namesAreSortedByTheirUtf8Bytes() {
    UnixFsImporter importer = importer(Profile.UNIXFS_V1_2025);
    Map<String, Imported> entries = new HashMap<>();
    for (String name : List.of("a", "B", "é", "\ue000", "\ud800\udc00", "日本", "ab", "...", "a b")) {
      entries.put(name, text(importer, "x"));
    }

    assertThat(importer.directory(entries).cid())
        .hasToString("bafybeiai64zqva2ydu46iie7asifwfdeyrhmorvlc34cn2ideocorti3ky");
  }

  // Source: ipfs/gateway-conformance 22c7644, path_gateway_unixfs/symlink.car (written by Kubo).
  @Test
  void symlinksAreThoseOfKubo() {
    Imported link = importer(Profile.UNIXFS_V0_2015).symlink("foo");

    assertThat(link.cid()).hasToString("QmTB8BaCJdCH5H3k7GrxJsxgDNmNYGGR71C58ERkivXoj5");
  }

  // Source: js-ipfs-unixfs 38dec1c, packages/ipfs-unixfs/test/fixtures.
  @Test
  @Needs("fixtures")
  void messagesMatchTheirFixturesByteForByte() throws IOException {
    byte[] text = Files.readAllBytes(Fixtures.path("ipld/unixfs/fixtures/file.txt"));

    assertThat(UnixFsMessage.leaf(text)).isEqualTo(fixture("file.txt.unixfs"));
    assertThat(UnixFsMessage.directory()).isEqualTo(fixture("directory.unixfs"));
    assertThat(UnixFsMessage.symlink("file.txt".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(fixture("symlink.txt.unixfs"));
  }

  private static byte[] fixture(String name) throws IOException {
    return Files.readAllBytes(Fixtures.path("ipld/unixfs/fixtures/" + name));
  }

  @Test
  void theTwoProfilesReadBackAlike() throws IOException {
    for (Profile profile : Profile.all()) {
      MemoryBlockStore store = new MemoryBlockStore();

      Imported file = UnixFsImporter.into(store).withProfile(profile).file(Streams.aes(3_000_000));

      assertThat(UnixFs.open(store, file.cid())).hasSameContentAs(Streams.aes(3_000_000));
    }
  }

  @Test
  void aRawBlockIsAFile() throws IOException {
    MemoryBlockStore store = new MemoryBlockStore();
    Block block = Block.of(Codec.RAW, new byte[] {1, 2, 3});
    store.put(block);

    assertThat(UnixFs.open(store, block.cid()).readAllBytes()).containsExactly(1, 2, 3);
    assertThat(UnixFs.open(store, Cid.parse("bafkqabiaaebagba")).readAllBytes())
        .containsExactly(0, 1, 2, 3, 4);
  }

  private static Imported text(UnixFsImporter importer, String text) {
    return importer.file(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static UnixFsImporter importer(Profile profile) {
    return UnixFsImporter.into(NOWHERE).withProfile(profile);
  }
}
