package dev.carrack.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ZipDirectoryTest {

  private final byte[] zip = zip();
  private final int end = zip.length - 22;
  private final int central = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(end + 16);

  @Test
  void storedEntriesLieWhereTheDirectorySays() {
    ZipDirectory directory = read(zip);

    assertThat(directory.members())
        .extracting(ZipMember::name)
        .containsExactly("model/data.pkl", "model/data/0", "model/data/1");
    ZipMember stored = directory.members().get(1);
    assertThat(stored.isStored()).isTrue();
    assertThat(Arrays.copyOfRange(zip, (int) stored.offset(), (int) stored.end()))
        .isEqualTo(content(100, 7));
    assertThat(stored.crc32()).isEqualTo(crc(content(100, 7)));
    ZipMember deflated = directory.members().get(2);
    assertThat(deflated.isStored()).isFalse();
    assertThat(deflated.method()).isEqualTo(8);
    assertThat(deflated.size()).isEqualTo(5000);
    assertThat(deflated.length()).isLessThan(100);
    assertThat(directory.start()).isEqualTo(central);
  }

  @Test
  void thePickleOfPyTorchIsNamedAndNotRun() {
    TensorHeader header = ModelFiles.read(zip).orElseThrow();

    assertThat(header.format()).isEqualTo(TensorFormat.ZIP);
    assertThat(header.tensors())
        .extracting(Tensor::name)
        .containsExactly("model/data.pkl", "model/data/0");
    assertThat(header.tensors().get(1).shape()).containsExactly(100L);
    assertThat(header.metadata())
        .containsEntry("pickle", Node.of("model/data.pkl"))
        .containsEntry("compressed", Node.of(1));
  }

  @Test
  void aZip64DirectoryIsRead() {
    // The same file with all that can be in zip64 fields in them.
    ByteBuffer from = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer out = ByteBuffer.allocate(zip.length + 200).order(ByteOrder.LITTLE_ENDIAN);
    out.put(zip, 0, central);
    int name = from.getShort(central + 28);
    out.put(zip, central, 20).putInt(-1).putInt(-1).putShort((short) name).putShort((short) 32);
    out.put(zip, central + 32, 10).putInt(-1).put(zip, central + 46, name);
    out.putShort((short) 0x9999).putShort((short) 0).putShort((short) 1).putShort((short) 24);
    out.putLong(from.getInt(central + 24) & 0xffffffffL).putLong(from.getInt(central + 20));
    out.putLong(from.getInt(central + 42));
    long length = out.position() - central;
    long end64 = out.position();
    out.putInt(0x06064b50).putLong(44).putInt(0).putInt(0).putInt(0).putLong(1).putLong(1);
    out.putLong(length).putLong(central);
    out.putInt(0x07064b50).putInt(0).putLong(end64).putInt(1);
    out.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
    byte[] zip64 = Arrays.copyOf(out.array(), out.position());

    assertThat(read(zip64).members()).containsExactly(read(zip).members().get(0));
    byte[] short64 = zip64.clone();
    short64[central + 46 + name + 6] = 8;
    refused(short64, "zip64 field");
    byte[] lost = zip64.clone();
    lost[zip64.length - 42] = 0;
    refused(lost, "locator");
    byte[] moved = zip64.clone();
    moved[zip64.length - 34]++;
    refused(moved, "zip64 end record");
  }

  @Test
  void aCommentMayHoldTheSignatureOfTheEndRecord() {
    byte[] comment = {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 1};
    byte[] commented = Arrays.copyOf(zip, zip.length + comment.length);
    System.arraycopy(comment, 0, commented, zip.length, comment.length);
    commented[end + 20] = (byte) comment.length;

    assertThat(read(commented).members()).hasSize(3);
  }

  @Test
  void directoriesThatContradictTheFileAreRefused() {
    refused(Arrays.copyOf(zip, zip.length - 1), "no end record");
    refused(changed(end + 4, 1), "several files");
    refused(changed(end + 10, 200), "do not fit");
    refused(changed(end + 12, 255), "do not fit");
    refused(changed(end + 16, zip[end + 16] - 1), "directory entry was expected");
    refused(changed(central, 0), "directory entry was expected");
    refused(changed(central + 8, zip[central + 8] | 1), "encrypted");
    refused(changed(central + 20, 99), "has 99 and");
    refused(changed(central + 29, 90), "longer than the directory");
    refused(changed(central + 43, 90), "lies at byte");
    refused(changed(central + 42, 1), "no local header");
    refused(changed(29, 90), "claims");
    refused(changed(28, zip[28] + 7), "overlaps");
    byte[] many = zip.clone();
    many[end + 10] = (byte) 0xff;
    many[end + 11] = (byte) 0xff;
    refused(many, "locator");
  }

  @Test
  void twoEntriesOfOneNameAreRefused() {
    byte[] twice = zip.clone();
    int second = indexOf(twice, "model/data/0", central);
    twice[indexOf(twice, "model/data/1", second) + 11] = '0';

    refused(twice, "occurs twice");
  }

  @Test
  void aShardIndexKnowsItsFiles() {
    ShardIndex index =
        index(
            "{\"metadata\":{\"total_size\":24, \"x\":[1.5e3,{\"y\":null}]},\"weight_map\":"
                + "{\"a\":\"m-1.safetensors\",\"b\":\"m-2.safetensors\"},\"z\":true}");

    assertThat(index.file("b")).isEqualTo("m-2.safetensors");
    assertThat(index.shards()).containsExactly("m-1.safetensors", "m-2.safetensors");
    assertThat(index.totalSize()).isEqualTo(24);
    assertThatThrownBy(() -> index.file("c")).hasMessageContaining("no tensor 'c'");
    TensorHeader a = shard("a", 16);
    TensorHeader b = shard("b", 8);
    index.requireAgreement(Map.of("m-1.safetensors", a, "m-2.safetensors", b));
    disagree(index, a, shard("c", 8), "puts 'c' into no file");
    disagree(index, b, a, "puts 'b' into m-2");
    disagree(index, a, shard("b", 9), "claims 24 bytes of tensors, the shards hold 25");
    disagree(index, a, ModelFiles.read(TensorHeaderTest.safetensors("{}", 0)).get(), "hold 1");
    assertThatThrownBy(() -> index.requireAgreement(Map.of("m-1.safetensors", a)))
        .hasMessageContaining("'m-2.safetensors' is missing");
  }

  @Test
  void anIndexThatLeadsElsewhereIsRefused() {
    for (String file : List.of("../x", "a\\\\b", "", "..")) {
      assertThatThrownBy(() -> index("{\"weight_map\":{\"a\":\"" + file + "\"}}"))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("no file name");
    }
    assertThatThrownBy(() -> index("{\"weight_map\":{}}")).hasMessageContaining("weight_map");
    assertThatThrownBy(() -> index("{\"weight_map\":{\"a\":\"f\",\"a\":\"g\"}}"))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> index("{\"x\":tru}")).hasMessageContaining("no JSON value");
    assertThatThrownBy(() -> index("{\"x\":" + "[".repeat(100) + "]".repeat(100) + "}"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("nested");
    assertThat(
            index("{\"metadata\":{\"total_size\":8.0},\"weight_map\":{\"a\":\"f\"}}").totalSize())
        .isEqualTo(-1);
  }

  @Test
  void shardNamesAreReadAndChecked() {
    ShardName name = ShardName.parse("m-Q4_K-00002-of-00003.gguf").orElseThrow();

    assertThat(name).isEqualTo(new ShardName("m-Q4_K", 2, 3, "gguf"));
    assertThat(name).hasToString("m-Q4_K-00002-of-00003.gguf");
    List<String> two = List.of("m-Q4_K-00001-of-00003.gguf", "m-Q4_K-00002-of-00003.gguf");
    assertThatThrownBy(() -> name.requireComplete(two))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("m-Q4_K-00003-of-00003.gguf");
    assertThat(ShardName.parse("m.gguf")).isEmpty();
    assertThat(ShardName.parse("m-00004-of-00003.gguf")).isEmpty();
    assertThat(ShardName.parse("m-00000-of-00003.gguf")).isEmpty();
  }

  private static void disagree(ShardIndex index, TensorHeader a, TensorHeader b, String problem) {
    assertThatThrownBy(
            () -> index.requireAgreement(Map.of("m-1.safetensors", a, "m-2.safetensors", b)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(problem);
  }

  private static TensorHeader shard(String name, int bytes) {
    String json =
        "{\"%s\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(name, bytes, bytes);
    return ModelFiles.read(TensorHeaderTest.safetensors(json, bytes)).orElseThrow();
  }

  private static ShardIndex index(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return ShardIndex.read(ModelFiles.channel(bytes), "index");
  }

  private static void refused(byte[] file, String problem) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("model")
        .hasMessageContaining(problem);
  }

  private static ZipDirectory read(byte[] file) {
    return ZipDirectory.read(ModelFiles.channel(file), "model");
  }

  private byte[] changed(int at, int value) {
    byte[] copy = zip.clone();
    copy[at] = (byte) value;
    return copy;
  }

  private static int indexOf(byte[] in, String text, int from) {
    return new String(in, StandardCharsets.ISO_8859_1).indexOf(text, from);
  }

  /** As PyTorch writes: stored, with a pickle first; one entry deflated as other tools do. */
  private static byte[] zip() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      stored(
          zip, "model/data.pkl", "cos\nsystem\n(S'exit 1'\ntR.".getBytes(StandardCharsets.UTF_8));
      stored(zip, "model/data/0", content(100, 7));
      zip.putNextEntry(new ZipEntry("model/data/1"));
      zip.write(new byte[5000]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc(content));
    zip.putNextEntry(entry);
    zip.write(content);
  }

  private static long crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }

  private static byte[] content(int size, int seed) {
    byte[] out = new byte[size];
    new java.util.Random(seed).nextBytes(out);
    return out;
  }
}
