package dev.carrack.fuzz;

import dev.carrack.core.ipld.Node;
import dev.carrack.core.tensor.Tensor;
import dev.carrack.core.tensor.TensorHeader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes GGUF version 3, each number in its widest type, as a check of the reader. */
final class GgufWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private GgufWriter() {}

  static byte[] write(TensorHeader header, Map<String, Integer> types, int data) {
    GgufWriter writer = new GgufWriter();
    writer.out.writeBytes(new byte[] {'G', 'G', 'U', 'F'});
    writer.int32(3);
    writer.int64(header.tensors().size());
    writer.int64(header.metadata().size());
    header.metadata().forEach(writer::entry);
    header.tensors().forEach(tensor -> writer.info(tensor, header.length(), types));
    Node alignment = header.metadata().get("general.alignment");
    long multiple = alignment == null ? 32 : alignment.int64();
    while (writer.out.size() % multiple != 0) {
      writer.out.write(0);
    }
    writer.out.writeBytes(new byte[data]);
    return writer.out.toByteArray();
  }

  /** The number of the type in which a value is written. */
  static int type(Node value) {
    if (value instanceof Node.Int number) {
      return number.value().bitLength() > 63 ? 10 : 11;
    } else if (value instanceof Node.Float64) {
      return 12;
    } else if (value instanceof Node.Bool) {
      return 7;
    }
    return value instanceof Node.Array ? 9 : 8;
  }

  private void entry(String key, Node value) {
    text(key.getBytes(StandardCharsets.UTF_8));
    int32(type(value));
    value(value);
  }

  private void value(Node value) {
    switch (type(value)) {
      case 7 -> out.write(value.bool() ? 1 : 0);
      case 9 -> list(value.items());
      case 10, 11 -> int64(value.integer().longValue());
      case 12 -> int64(Double.doubleToRawLongBits(value.float64()));
      default ->
          text(
              value instanceof Node.Bytes
                  ? value.bytes()
                  : value.text().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void list(List<Node> items) {
    int32(items.isEmpty() ? 0 : type(items.get(0)));
    int64(items.size());
    items.forEach(this::value);
  }

  private void info(Tensor tensor, long start, Map<String, Integer> types) {
    text(tensor.name().getBytes(StandardCharsets.UTF_8));
    int32(tensor.shape().size());
    for (int i = tensor.shape().size() - 1; i >= 0; i--) { // the innermost dimension first
      int64(tensor.shape().get(i));
    }
    int32(types.getOrDefault(tensor.dtype(), -1));
    int64(tensor.offset() - start);
  }

  private void text(byte[] utf8) {
    int64(utf8.length);
    out.writeBytes(utf8);
  }

  private void int32(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private void int64(long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }
}
