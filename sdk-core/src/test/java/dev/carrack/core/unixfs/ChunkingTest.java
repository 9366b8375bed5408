package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.internal.ProtoWriter;
import dev.carrack.core.ipld.Dag;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkingTest {

  private static final int MIB = 1 << 20;
  private static final int KIB = 1 << 10;

  @TempDir Path dir;
  private final MemoryBlockStore store = new MemoryBlockStore();
  private final List<ChunkNote> notes = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {"tensors", "cdc-16k", "cdc-256k", "fixed-64k", "fixed-1000", "fixed-1024k"})
  void aNameIsReadAsItIsPrinted(String name) {
    assertThat(Chunking.named(name)).hasToString(name).isEqualTo(Chunking.named(name));
    Profile profile = Profile.named("unixfs-v0-2015+" + name);
    assertThat(profile).hasToString("unixfs-v0-2015+" + name);
    assertThat(profile.chunking()).hasToString(name);
    assertThat(profile.canonical()).isEqualTo(Profile.UNIXFS_V0_2015);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tensor",
        "cdc-8k",
        "cdc-512k",
        "cdc-100k",
        "fixed-255",
        "fixed-1025k",
        "fixed-0",
        "fixed-99999999k",
        "fixed-64K",
        "profile"
      })
  void otherNamesAreRefused(String name) {
    assertThatThrownBy(() -> Chunking.named(name)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Profile.named("unixfs-v1-2025+" + name))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void theProfilesOwnSizeHasNoNameOfItsOwn() {
    Profile profile = Profile.UNIXFS_V1_2025.withChunking(Chunking.fixed(MIB));

    assertThat(profile).isEqualTo(Profile.UNIXFS_V1_2025).hasToString("unixfs-v1-2025");
    assertThat(profile.chunking()).isEqualTo(Chunking.fixed(MIB));
    assertThat(Profile.UNIXFS_V1_2025.withChunking(Chunking.RANDOM_ACCESS))
        .hasToString("unixfs-v1-2025+fixed-64k");
  }

  @Test
  void leavesHaveTheSizeAskedFor() {
    assertThat(leaves(Chunking.RANDOM_ACCESS, Streams.aes(150 * KIB)))
        .containsExactly(64 * KIB, 64 * KIB, 22 * KIB);
  }

  // Known answers: the gear table and cuts of the AES keystream, from a second implementation in
  // Python after docs/chunking.md.
  @Test
  void theGearTableIsMadeFromItsSeed() {
    long[] gear = GearCuts.gear();

    assertThat(gear).hasSize(256);
    assertThat(gear[0]).isEqualTo(-3887615856556416574L);
    assertThat(gear[255]).isEqualTo(-2894220849625812627L);
  }

  @ParameterizedTest
  @CsvSource({
    "16384, 7609 7079 21602 23181 18067 24629 18089 17527 12217",
    "65536, 102167 107072 36486 31886 92763 48405 77625 3596",
    "262144, 277611 327368 310961 339785 200865 43410"
  })
  void contentDefinedCutsNeverMove(int average, String lengths) {
    List<Integer> expected = Arrays.stream(lengths.split(" ")).map(Integer::valueOf).toList();

    long size = expected.stream().mapToLong(Integer::intValue).sum();

    assertThat(leaves(Chunking.contentDefined(average), Streams.aes(size))).isEqualTo(expected);
  }

  @Test
  @Tag("slow")
  void contentDefinedLeavesStayWithinTheirBounds() throws IOException {
    List<Integer> random = leaves(Chunking.contentDefined(16 * KIB), Streams.aes(8 * MIB));
    assertThat(random.subList(0, random.size() - 1)).allMatch(l -> l > 4 * KIB && l <= 64 * KIB);
    assertThat(8.0 * MIB / random.size()).isBetween(14.0 * KIB, 20.0 * KIB);
    // Bytes without any structure are cut at the most, or at the least, but cut.
    List<Integer> zeros =
        leaves(Chunking.contentDefined(16 * KIB), new ByteArrayInputStream(new byte[200 * KIB]));
    assertThat(zeros).containsExactly(64 * KIB, 64 * KIB, 64 * KIB, 8 * KIB);
  }

  @Test
  void anInsertionChangesOnlyTheLeavesAroundIt() throws IOException {
    byte[] before = Streams.aes(4 * MIB).readAllBytes();
    byte[] after = new byte[before.length + 5];
    System.arraycopy(before, 0, after, 0, 1_000_000);
    System.arraycopy(before, 1_000_000, after, 1_000_005, before.length - 1_000_000);
    Chunking cdc = Chunking.contentDefined(64 * KIB);
    leaves(cdc, new ByteArrayInputStream(before));
    int known = store.size();

    leaves(cdc, new ByteArrayInputStream(after));

    assertThat(store.size() - known).isLessThanOrEqualTo(4); // leaves, and the root
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tensorsBeginLeavesAndSmallOnesShareThem(boolean stream) throws IOException {
    // header | 2.5 MiB | 3 small | 1 KiB | 1,500 small
    List<Integer> sizes = new ArrayList<>(List.of(2 * MIB + MIB / 2, 100, 200, 1023, KIB));
    for (int i = 0; i < 1500; i++) {
      sizes.add(900);
    }
    byte[] file = safetensors(sizes, "");
    int header = file.length - sizes.stream().mapToInt(i -> i).sum();

    List<Integer> leaves =
        stream
            ? leaves(Chunking.TENSORS, new ByteArrayInputStream(file))
            : leaves(Chunking.TENSORS, Files.write(dir.resolve("m.safetensors"), file));

    assertThat(leaves).containsExactly(header, MIB, MIB, MIB / 2, 1323, KIB, 1165 * 900, 335 * 900);
    assertThat(notes).isEmpty();
  }

  @Test
  void aLongerHeaderChangesNothingElse() throws IOException {
    List<Integer> sizes = List.of(MIB + 5, 100, 300 * KIB);
    leaves(Chunking.TENSORS, new ByteArrayInputStream(safetensors(sizes, "")));
    int known = store.size();

    leaves(Chunking.TENSORS, new ByteArrayInputStream(safetensors(sizes, "more of a header")));

    assertThat(store.size() - known).isEqualTo(2); // the header and the root
  }

  @Test
  void aBrokenHeaderIsToldOfOrRefused() throws IOException {
    byte[] file = safetensors(List.of(2 * MIB), "");
    byte[] longer = Arrays.copyOf(file, file.length + 1);
    Path path = Files.write(dir.resolve("m.safetensors"), longer);

    assertThat(leaves(Chunking.TENSORS, path)).containsExactly(MIB, MIB, longer.length - 2 * MIB);
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0).file()).isEqualTo("m.safetensors");
    assertThat(notes.get(0).reason()).contains("one size").contains("the file at");
    assertThatThrownBy(() -> leaves(Chunking.TENSORS.strict(), path))
        .isInstanceOf(MalformedException.class);
    assertThat(UnixFs.stat(store, importer(Chunking.TENSORS).file(path).cid()).size())
        .isEqualTo(longer.length);
  }

  @Test
  void otherFilesAreCutAsTheProfileSaysWithoutAWord() throws IOException {
    assertThat(leaves(Chunking.TENSORS, Streams.aes(MIB + 7))).containsExactly(MIB, 7);
    assertThat(leaves(Chunking.TENSORS, new ByteArrayInputStream(new byte[0]))).containsExactly(0);
    Path nearlyOnnx = dir.resolve("table.bin");
    Files.write(nearlyOnnx, new byte[] {8, 7, 0x12, 99, 1, 2, 3});
    assertThat(leaves(Chunking.TENSORS.strict(), nearlyOnnx)).containsExactly(7);
    assertThat(notes).isEmpty();
  }

  @Test
  void ggufTensorsBeginLeavesToo() throws IOException {
    ByteBuffer out = ByteBuffer.allocate(3 * MIB).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x46554747).putInt(3).putLong(2).putLong(0);
    out.putLong(1).put((byte) 'a').putInt(1).putLong(MIB).putInt(24).putLong(0);
    out.putLong(1).put((byte) 'b').putInt(1).putLong(70_000).putInt(24).putLong(MIB + 64);
    byte[] file = Arrays.copyOf(out.array(), 96 + MIB + 64 + 70_000);

    assertThat(leaves(Chunking.TENSORS, new ByteArrayInputStream(file)))
        .containsExactly(96, MIB, 64, 70_000);
  }

  @Test
  void zipEntriesBeginLeavesAndTheirHeadersStandApart() throws IOException {
    Path path = dir.resolve("model.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      stored(zip, "m/data.pkl", new byte[500]);
      stored(zip, "m/data/0", Streams.aes(MIB + 9).readAllBytes());
      stored(zip, "m/data/1", new byte[100 * KIB]);
      zip.putNextEntry(new ZipEntry("m/packed"));
      zip.write(new byte[100]);
    }

    List<Integer> leaves = leaves(Chunking.TENSORS, path);

    // local headers: 30 bytes and the name; the directory: 46 and the name each, 22 behind
    assertThat(leaves.subList(0, 6)).containsExactly(40, 500, 38, MIB, 9, 38);
    assertThat(leaves.get(6)).isEqualTo(100 * KIB);
    assertThat(leaves.get(7)).isEqualTo(38 + 6 + 16); // the small entry behind its header
    assertThat(leaves.get(leaves.size() - 1)).isEqualTo(4 * 46 + 10 + 8 + 8 + 8 + 22);
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0).reason()).contains("1 of 4 entries are compressed, such as m/packed");
    notes.clear();

    try (InputStream in = Files.newInputStream(path)) {
      leaves(Chunking.TENSORS, in);
    }
    assertThat(notes.get(0).reason()).contains("ZIP").contains("stream");
  }

  @Test
  void onnxDataIsCutAsTheModelBesideItSays() throws IOException {
    byte[] big = onnx("w.bin", 0, 100_000, "V", 400_000, 2);
    Files.write(dir.resolve("model.onnx"), big);
    Path data = Files.write(dir.resolve("w.bin"), new byte[400_000 + 8 + 90]);
    Path other = Files.write(dir.resolve("other.bin"), new byte[5]);

    assertThat(leaves(Chunking.TENSORS, data)).containsExactly(400_000, 98);
    assertThat(leaves(Chunking.TENSORS, other)).containsExactly(5);
    Files.write(dir.resolve("model.onnx"), Arrays.copyOf(big, big.length - 1));
    assertThat(leaves(Chunking.TENSORS, data)).containsExactly(400_098);
    assertThat(notes).isEmpty();
    leaves(Chunking.TENSORS, dir.resolve("model.onnx"));
    assertThat(notes).hasSize(1);
  }

  private static byte[] onnx(String file, long at, int floats, String second, long at2, int more) {
    byte[] tensors = cat(external("W", floats, file, at), external(second, more, file, at2));
    return cat(new byte[] {8, 8}, field(7, tensors));
  }

  private static byte[] external(String name, long floats, String file, long offset) {
    byte[] location = cat(text(1, "location"), text(2, file));
    byte[] where = cat(text(1, "offset"), text(2, Long.toString(offset)));
    return field(
        5,
        cat(
            new ProtoWriter(8).varint(1, floats).varint(2, 1).toBytes(),
            text(8, name),
            field(13, location),
            field(13, where),
            new ProtoWriter(8).varint(14, 1).toBytes()));
  }

  private static byte[] text(int field, String text) {
    return field(field, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] field(int field, byte[] value) {
    return new ProtoWriter(8).bytes(field, value).toBytes();
  }

  private static byte[] cat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
  }

  static byte[] safetensors(List<Integer> sizes, String note) throws IOException {
    StringBuilder json = new StringBuilder("{\"__metadata__\":{\"note\":\"" + note + "\"}");
    long at = 0;
    for (int i = 0; i < sizes.size(); i++) {
      json.append(
          ",\"t%d\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
              .formatted(i, sizes.get(i), at, at + sizes.get(i)));
      at += sizes.get(i);
    }
    byte[] header = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate((int) (8 + header.length + at)).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(header.length).put(header).put(Streams.aes(at).readAllBytes());
    return out.array();
  }

  private UnixFsImporter importer(Chunking chunking) {
    return UnixFsImporter.into(store)
        .withProfile(Profile.UNIXFS_V1_2025.withChunking(chunking))
        .withNotes(notes::add);
  }

  private List<Integer> leaves(Chunking chunking, InputStream in) {
    return leaves(importer(chunking).file(in));
  }

  private List<Integer> leaves(Chunking chunking, Path file) {
    return leaves(importer(chunking).file(file));
  }

  private List<Integer> leaves(Imported file) {
    List<Integer> sizes = new ArrayList<>();
    Dag.walk(
        store,
        file.cid(),
        Dag.Repeats.KEEP,
        block -> {
          if (block.cid().codec().equals(Codec.RAW)) {
            sizes.add(block.size());
          }
        });
    return sizes;
  }
}
