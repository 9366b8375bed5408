package dev.carrack.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.Node;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorHeaderTest {

  @Test
  void safetensorsOfTheReferenceWriterAreRead() {
    TensorHeader header = ModelFiles.read(ModelFiles.safetensors()).orElseThrow();

    assertThat(header.format()).isEqualTo(TensorFormat.SAFETENSORS);
    assertThat(header.length()).isEqualTo(216);
    assertThat(header.tensors())
        .containsExactly(
            new Tensor("s", "I64", List.of(), 216, 8),
            new Tensor("b", "F32", List.of(2L, 3L), 224, 24),
            new Tensor("a", "F16", List.of(3L), 248, 6));
    assertThat(header.metadata())
        .containsExactlyInAnyOrderEntriesOf(Map.of("format", Node.of("np"), "é", Node.of("ü\n")));
  }

  @Test
  void aStreamIsReadLittleFurtherThanItsHeader() {
    String json = "{\"a\":{\"dtype\":\"U8\",\"shape\":[30000],\"data_offsets\":[0,30000]}}";
    byte[] bytes = safetensors(json, 30_000);
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);

    TensorHeader header = TensorHeader.read(in, TensorFormat.SAFETENSORS, -1, "stream");

    assertThat(header.tensors()).hasSize(1);
    assertThat(in.available()).isGreaterThanOrEqualTo(30_000 - 8192);
    ByteArrayInputStream gguf = new ByteArrayInputStream(ModelFiles.gguf());
    assertThat(TensorHeader.read(gguf, TensorFormat.GGUF, 1920, "stream").length()).isEqualTo(1568);
    assertThatThrownBy(() -> TensorHeader.read(in, TensorFormat.ONNX, -1, "stream"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("stream");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ ", // truncated
        "{}x",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", // shape and range
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[9],\"data_offsets\":[0,9]}}", // beyond the file
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}}", // a gap
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", // the file is longer
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[5],\"data_offsets\":[0,5]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}}", // overlap
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}}", // twice
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[8,0]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8,8]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[-8],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[8.0],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[08],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[9223372036854775808],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[9223372036854775807],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,8],"
            + "\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,8]}}",
        "{\"a\":{\"shape\":[8],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8],\"x\":1}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},\"b\":7}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},\"__metadata__\":{\"k\":1}}",
        "{\"\\ud800\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}",
        "{\"\\x\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}",
        "{\"a\nb\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}"
      })
  void safetensorsThatContradictThemselvesAreRefused(String json) {
    assertThatThrownBy(() -> ModelFiles.read(safetensors(json, 8)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("model at byte");
  }

  @ParameterizedTest
  @CsvSource({"BOOL,8", "F8_E4M3,8", "BF16,4", "I32,2", "C64,1", "F4,16", "F6_E2M3,10"})
  void anElementHasTheBytesOfItsType(String dtype, int elements) {
    String json =
        "{\"a\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[0,8]}}   "
            .formatted(dtype, elements);

    Tensor tensor = ModelFiles.read(safetensors(json, 8)).orElseThrow().tensors().get(0);

    assertThat(tensor.length()).isEqualTo(8);
    assertThat(tensor.end()).isEqualTo(8L + json.length() + 8);
    assertThat(tensor.hasRange()).isTrue();
  }

  @Test
  void aTypeOfTomorrowIsNotTakenForBrokenBytes() {
    String json = "{\"a\":{\"dtype\":\"F3\",\"shape\":[8],\"data_offsets\":[0,8]}}";

    assertThatThrownBy(() -> ModelFiles.read(safetensors(json, 8)))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("'F3'");
  }

  @Test
  void anEmptyModelAndEmptyTensorsAreModels() {
    assertThat(ModelFiles.read(safetensors("{}", 0)).orElseThrow().tensors()).isEmpty();
    String json =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[0,4],\"data_offsets\":[0,0]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[2,4],\"data_offsets\":[0,8]}}";
    assertThat(ModelFiles.read(safetensors(json, 8)).orElseThrow().tensors())
        .extracting(Tensor::length)
        .containsExactly(0L, 8L);
  }

  @Test
  void aHeaderLengthBeyondTheFormatsBoundIsNoSafetensors() {
    byte[] file = safetensors("{}", 0);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 100_000_001);

    assertThat(ModelFiles.read(file)).isEmpty();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 100_000_000);
    assertThatThrownBy(() -> ModelFiles.read(file)).isInstanceOf(MalformedException.class);
  }

  @Test
  void tensorsWithoutEndAreRefusedBeforeTheyFillTheMemory() {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i <= Bounds.TENSORS; i++) {
      json.append(i == 0 ? "" : ",")
          .append("\"" + i + "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
    }
    byte[] file = safetensors(json.append('}').toString(), 0);
    ByteArrayInputStream in = new ByteArrayInputStream(file);

    assertThatThrownBy(() -> TensorHeader.read(in, TensorFormat.SAFETENSORS, file.length, "big"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("65536");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ggufOfTheReferenceWriterIsReadInBothByteOrders(boolean big) {
    byte[] file = big ? ModelFiles.ggufBig() : ModelFiles.gguf();

    TensorHeader header = ModelFiles.read(file).orElseThrow();

    assertThat(header.format()).isEqualTo(TensorFormat.GGUF);
    assertThat(header.length()).isEqualTo(1568);
    assertThat(header.tensors())
        .containsExactly(
            new Tensor("big", "F32", List.of(2L, 32L), 1568, 256),
            new Tensor("q", "Q8_0", List.of(2L, 32L), 1824, 68));
    Map<String, Node> notes = header.metadata();
    assertThat(notes)
        .containsEntry("general.architecture", Node.of("test"))
        .containsEntry("u8", Node.of(200))
        .containsEntry("i8", Node.of(-2))
        .containsEntry("u16", Node.of(60000))
        .containsEntry("i16", Node.of(-300))
        .containsEntry("u32", Node.of(4_000_000_000L))
        .containsEntry("i32", Node.of(-5))
        .containsEntry("u64", Node.of(BigInteger.ONE.shiftLeft(63).add(BigInteger.ONE)))
        .containsEntry("i64", Node.of(-7))
        .containsEntry("f32", Node.of(1.5))
        .containsEntry("f64", Node.of(0.1))
        .containsEntry("yes", Node.of(true))
        .containsEntry("arr", Node.list(List.of(Node.of(1), Node.of(2), Node.of(3))))
        .containsEntry("tokens", Node.map().put("type", "string").put("count", 100).build());
  }

  @Test
  void ggufOfOtherVersionsIsNamed() {
    byte[] file = ModelFiles.gguf();
    file[4] = 2;
    assertThat(ModelFiles.read(file).orElseThrow().tensors()).hasSize(2);
    file[4] = 1;
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("version 1");
  }

  @Test
  void ggufThatContradictsItselfIsRefused() {
    refused(gguf().u64(1L << 40).u64(0), LimitException.class, "1099511627776 tensors");
    refused(gguf().u64(-1).u64(0), MalformedException.class, "18446744073709551615");
    refused(gguf().u64(60_000).u64(0), MalformedException.class, "do not fit");
    refused(gguf().u64(0).u64(1).u64(1L << 33).pad(5), MalformedException.class, "a key claims");
    refused(gguf().u64(0).u64(1).text("k").u32(13), MalformedException.class, "type 13");
    refused(gguf().u64(0).u64(1).text("k").u32(7).bytes(2, 0, 0), MalformedException.class, "bool");
    refused(
        gguf().u64(0).u64(1).text("k").u32(9).u32(8).u64(1L << 40).u64(1L << 50),
        MalformedException.class,
        "are left");
    refused(
        gguf().u64(0).u64(1).text("k").u32(9).u32(10).u64(Long.MAX_VALUE),
        MalformedException.class,
        "elements");
    refused(
        gguf().u64(0).u64(2).text("k").u32(0).bytes(1).text("k").u32(0).bytes(1).bytes(0, 0, 0),
        MalformedException.class,
        "'k' occurs twice");
    refused(
        gguf().u64(0).u64(1).text("general.alignment").u32(4).u32(12),
        MalformedException.class,
        "general.alignment is 12");
    GgufBuilder deep = gguf().u64(0).u64(1).text("k");
    for (int i = 0; i < 70; i++) {
      deep.u32(9);
      deep.u32(9).u64(1);
    }
    refused(deep, MalformedException.class, "");
    GgufBuilder nested = gguf().u64(0).u64(1).text("k").u32(9);
    for (int i = 0; i < 70; i++) {
      nested.u32(9).u64(i < 5 ? 1 : 100);
    }
    refused(nested, LimitException.class, "nested deeper");
  }

  @Test
  void shortListsInListsDoNotFillTheMemory() {
    GgufBuilder lists = gguf().u64(0).u64(1).text("k").u32(9).u32(9).u64(64);
    for (int i = 0; i < 64; i++) {
      lists.u32(9).u64(64);
      for (int j = 0; j < 64; j++) {
        lists.u32(0).u64(64).pad(64);
      }
    }
    refused(lists, LimitException.class, "names and notes");
  }

  @Test
  void ggufTensorsThatCannotBeAreRefused() {
    refused(tensor("a", 9, 0, 0), MalformedException.class, "9 dimensions");
    refused(tensor("a", 1, 8, 0, 31L), MalformedException.class, "blocks of 32");
    refused(tensor("a", 1, 4, 0, 32L), UnsupportedVersionException.class, "ggml type 4");
    refused(tensor("a", 1, 0, 4, 1L), MalformedException.class, "alignment 32");
    refused(tensor("a", 2, 0, 0, 1L << 32, 1L << 32), MalformedException.class, "2^63");
    refused(tensor("a", 1, 28, 0, Long.MAX_VALUE), MalformedException.class, "2^63");
    refused(tensor("a", 1, 0, 0, 1000L), MalformedException.class, "claims 4000 bytes");
    refused(tensor("a", 1, 0, Long.MAX_VALUE - 31, 1L), MalformedException.class, "offset");
    GgufBuilder twice = gguf().u64(2).u64(0);
    refused(
        twice.info("a", 0, 0, 1L).info("a", 0, 32, 1L).pad(64),
        MalformedException.class,
        "'a' occurs twice");
    refused(
        gguf().u64(2).u64(0).info("a", 0, 0, 16L).info("b", 0, 32, 1L).pad(96),
        MalformedException.class,
        "'b' overlaps 'a'");
  }

  @Test
  void onnxInitializersAreFoundInsideAndBeside() {
    TensorHeader inside = ModelFiles.read(ModelFiles.onnx()).orElseThrow();
    TensorHeader beside = ModelFiles.read(ModelFiles.onnxExternal()).orElseThrow();

    assertThat(inside.format()).isEqualTo(TensorFormat.ONNX);
    assertThat(inside.metadata()).containsEntry("producer_name", Node.of("p"));
    assertThat(inside.tensors()).extracting(Tensor::name).containsExactly("F", "W", "V");
    Tensor w = inside.tensors().get(1);
    assertThat(w.dtype()).isEqualTo("FLOAT");
    assertThat(w.shape()).containsExactly(10L, 30L);
    ByteBuffer data =
        ByteBuffer.wrap(ModelFiles.onnx(), (int) w.offset(), (int) w.length())
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(data.remaining()).isEqualTo(1200);
    assertThat(data.getFloat((int) w.offset() + 4 * 299)).isEqualTo(299f);
    assertThat(inside.tensors().get(0).hasRange()).isFalse();
    assertThat(beside.tensors()).extracting(Tensor::name).containsExactly("F");
    assertThat(beside.external())
        .containsOnlyKeys("w.bin")
        .containsEntry(
            "w.bin",
            List.of(
                new Tensor("W", "FLOAT", List.of(10L, 30L), 0, 1200),
                new Tensor("V", "INT64", List.of(4L), 1200, 32)));
  }

  @ParameterizedTest
  @CsvSource({
    "location, ../w.bin, no path below",
    "location, /w.bin, no path below",
    "location, a\\..\\w, no path below",
    "location, C:w, no path below",
    "offset, -1, the offset '-1'",
    "offset, 9999999999999999999, the offset",
    "length, 7, external data of 7",
    "other, x, no path below"
  })
  void onnxDataThatLiesElsewhereIsRefused(String key, String value, String problem) {
    byte[] location = key.equals("location") ? new byte[0] : entry("location", "w");
    byte[] fields = Proto.cat(location, entry(key, value));
    byte[] tensor =
        Proto.cat(Proto.varint(1, 2), Proto.varint(2, 1), Proto.text(8, "t"), Proto.varint(14, 1));
    byte[] broken = onnx(Proto.cat(tensor, key.equals("other") ? new byte[0] : fields));

    assertThatThrownBy(() -> ModelFiles.read(broken))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(problem);
    byte[] sound = onnx(Proto.cat(tensor, entry("location", "./w"), entry("length", "8")));
    assertThat(ModelFiles.read(sound).orElseThrow().external()).containsOnlyKeys("w");
  }

  @Test
  void onnxThatContradictsItselfIsRefused() {
    byte[] t = Proto.cat(Proto.varint(1, 2), Proto.varint(2, 1), Proto.text(8, "t"));
    assertThat(
            ModelFiles.read(onnx(Proto.cat(t, Proto.bytes(9, new byte[8]))))
                .orElseThrow()
                .tensors())
        .hasSize(1);
    refusedOnnx(onnx(Proto.cat(t, Proto.bytes(9, new byte[7]))), "its data 7");
    refusedOnnx(onnx(Proto.cat(t, Proto.bytes(3, new byte[0]))), "segments");
    refusedOnnx(onnx(Proto.cat(t, Proto.varint(1, -3))), "dimension -3");
    refusedOnnx(onnx(Proto.cat(t, Proto.varint(1, 1L << 40), Proto.varint(1, 1L << 40))), "2^63");
    refusedOnnx(Proto.cat(Proto.varint(1, 8), Proto.text(2, "p")), "no graph");
    byte[] twice = Proto.cat(Proto.bytes(5, t), Proto.bytes(5, t));
    refusedOnnx(Proto.cat(Proto.varint(1, 8), Proto.bytes(7, twice)), "'t' occurs twice");
    byte[] whole = onnx(t);
    whole[3] = 100; // the graph claims more than there is
    refusedOnnx(whole, "claims 100 bytes");
  }

  @Test
  void otherFilesAreNoModels() {
    assertThat(ModelFiles.read(new byte[0])).isEmpty();
    assertThat(ModelFiles.read("GGU".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(ModelFiles.read("{\"a\":1} and more text".getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
  }

  private static void refusedOnnx(byte[] file, String problem) {
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(problem);
  }

  private static void refused(GgufBuilder file, Class<?> type, String problem) {
    assertThatThrownBy(() -> ModelFiles.read(file.toBytes()))
        .isInstanceOf(type)
        .hasMessageContaining(problem)
        .hasMessageContaining("model");
  }

  private static byte[] entry(String key, String value) {
    return Proto.bytes(13, Proto.cat(Proto.text(1, key), Proto.text(2, value)));
  }

  private static byte[] onnx(byte[] tensor) {
    return Proto.cat(Proto.varint(1, 8), Proto.bytes(7, Proto.bytes(5, tensor)));
  }

  static byte[] safetensors(String json, int data) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(8 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
    return out.putLong(text.length).put(text).array();
  }

  private static GgufBuilder tensor(String name, int dims, int type, long offset, Long... shape) {
    GgufBuilder out = gguf().u64(1).u64(0).text(name).u32(dims);
    for (long dimension : shape) {
      out.u64(dimension);
    }
    return out.u32(type).u64(offset).pad(32);
  }

  private static GgufBuilder gguf() {
    return new GgufBuilder().bytes('G', 'G', 'U', 'F').u32(3);
  }

  private static final class GgufBuilder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    GgufBuilder bytes(int... bytes) {
      for (int b : bytes) {
        out.write(b);
      }
      return this;
    }

    GgufBuilder u32(int value) {
      return put(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value));
    }

    GgufBuilder u64(long value) {
      return put(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value));
    }

    GgufBuilder text(String text) {
      u64(text.length());
      out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
      return this;
    }

    GgufBuilder info(String name, int type, long offset, long elements) {
      return text(name).u32(1).u64(elements).u32(type).u64(offset);
    }

    GgufBuilder pad(int zeros) {
      out.writeBytes(new byte[zeros]);
      return this;
    }

    private GgufBuilder put(ByteBuffer value) {
      out.writeBytes(value.array());
      return this;
    }

    byte[] toBytes() {
      return out.toByteArray();
    }
  }

  /** Protobuf by hand. */
  private static final class Proto {
    static byte[] varint(int field, long value) {
      return new dev.carrack.core.internal.ProtoWriter(16).varint(field, value).toBytes();
    }

    static byte[] bytes(int field, byte[] value) {
      return new dev.carrack.core.internal.ProtoWriter(16).bytes(field, value).toBytes();
    }

    static byte[] text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] cat(byte[]... parts) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (byte[] part : parts) {
        try {
          out.write(part);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
      return out.toByteArray();
    }
  }
}
