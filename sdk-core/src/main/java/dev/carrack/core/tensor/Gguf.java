package dev.carrack.core.tensor;

import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.Node;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The GGUF header, versions 2 and 3 of either byte order: counts, metadata, tensor infos, then the
 * data at the next multiple of the alignment. Spec: ggml-org/ggml, docs/gguf.md.
 */
final class Gguf {

  private static final int MAGIC = 'G' | 'G' << 8 | 'U' << 16 | 'F' << 24;
  private static final int DEFAULT_ALIGNMENT = 32;
  private static final int MAX_ALIGNMENT = 1 << 20;
  private static final int MAX_KEY = 65_535;
  private static final int MAX_NAME = 1024;
  private static final int MAX_DIMENSIONS = 8;
  private static final String ALIGNMENT = "general.alignment";

  // The least that an entry can take: of metadata a key's length, a type and a byte; of a tensor
  // the lengths of name and dimensions, the type and the offset.
  private static final int LEAST_ENTRY = 13;
  private static final int LEAST_TENSOR = 24;

  private final HeaderInput in;
  private final Map<String, Node> metadata = new LinkedHashMap<>();

  private Gguf(HeaderInput in) {
    this.in = in;
  }

  static TensorHeader read(HeaderInput in) {
    return new Gguf(in).read();
  }

  private TensorHeader read() {
    if (in.int32() != MAGIC) {
      throw in.malformed("it does not begin with GGUF");
    }
    version();
    long tensorCount = count("tensors", Bounds.TENSORS, LEAST_TENSOR);
    long entryCount = count("metadata entries", Bounds.METADATA, LEAST_ENTRY);
    GgufValues values = new GgufValues(in);
    for (long i = 0; i < entryCount; i++) {
      String key = in.text(bounded(in.unsigned("a key's length"), MAX_KEY, "a key"), "a key");
      if (metadata.put(key, values.read(in.int32())) != null) {
        throw in.malformed("the key '" + key + "' occurs twice");
      }
    }
    List<Tensor> infos = new ArrayList<>();
    for (long i = 0; i < tensorCount; i++) {
      infos.add(info());
    }
    Ranges.requireNames(in, infos);
    return place(infos);
  }

  private void version() {
    int version = in.int32();
    // Read in the wrong order, a small number has its low half empty.
    if ((version & 0xffff) == 0 && version != 0) {
      in.order(ByteOrder.BIG_ENDIAN);
      version = Integer.reverseBytes(version);
    }
    if (version != 2 && version != 3) {
      throw new UnsupportedVersionException(
          in.what() + " has GGUF version " + Integer.toUnsignedString(version) + ", not 2 or 3",
          "convert it with a current tool");
    }
  }

  private long count(String of, int most, int least) {
    long count = in.unsigned("the number of " + of);
    if (count > most) {
      throw in.over("it claims " + count + " " + of, "at most " + most + " are read");
    }
    if (count * least > in.size() - in.position()) {
      throw in.malformed("%d %s do not fit its %d bytes".formatted(count, of, in.size()));
    }
    return count;
  }

  private Tensor info() {
    String name = in.text(bounded(in.unsigned("a name's length"), MAX_NAME, "a name"), "a name");
    int dimensions = in.int32();
    if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
      throw in.malformed(
          "tensor '%s' has %s dimensions".formatted(name, Integer.toUnsignedString(dimensions)));
    }
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      shape.add(in.unsigned("a dimension of '" + name + "'"));
    }
    int id = in.int32();
    GgmlType type = GgmlType.of(id);
    if (type == null) {
      throw new UnsupportedVersionException(
          in.what() + ": tensor '" + name + "' has the ggml type " + Integer.toUnsignedString(id),
          "read it with a newer version of Carrack");
    }
    long offset = in.unsigned("the offset of '" + name + "'");
    return new Tensor(name, type.name(), reversed(shape), offset, bytes(name, type, shape));
  }

  private long bytes(String name, GgmlType type, List<Long> shape) {
    long row = shape.isEmpty() ? 1 : shape.get(0);
    if (row % type.elements() != 0) {
      throw in.malformed(
          "tensor '%s' has rows of %d elements, %s comes in blocks of %d"
              .formatted(name, row, type.name(), type.elements()));
    }
    long blocks = Ranges.elements(in, name, shape) / type.elements();
    if (blocks > Long.MAX_VALUE / type.bytes()) {
      throw in.malformed("tensor '" + name + "' of shape " + shape + " is larger than 2^63 bytes");
    }
    return blocks * type.bytes();
  }

  private TensorHeader place(List<Tensor> infos) {
    long alignment = alignment();
    long start = up(in.position(), alignment);
    List<Tensor> placed = new ArrayList<>();
    for (Tensor info : infos) {
      if (info.offset() % alignment != 0 || info.offset() > Long.MAX_VALUE - start) {
        throw in.malformed(
            "tensor '%s' has the offset %d, no multiple of the alignment %d"
                .formatted(info.name(), info.offset(), alignment));
      }
      placed.add(
          new Tensor(
              info.name(), info.dtype(), info.shape(), start + info.offset(), info.length()));
    }
    List<Tensor> sorted = Ranges.sorted(placed);
    Ranges.requireApart(in, sorted, in.size());
    // A file without tensors, such as a vocabulary, may end with its header.
    long length = sorted.isEmpty() ? Math.min(start, in.size()) : start;
    return new TensorHeader(TensorFormat.GGUF, length, sorted, Map.of(), metadata);
  }

  private long alignment() {
    Node node = metadata.get(ALIGNMENT);
    long alignment = node == null ? DEFAULT_ALIGNMENT : node.int64();
    if (alignment < 8 || alignment > MAX_ALIGNMENT || alignment % 8 != 0) {
      throw in.malformed(ALIGNMENT + " is " + alignment + ", no multiple of 8");
    }
    return alignment;
  }

  private long bounded(long length, int most, String what) {
    if (length > most) {
      throw in.malformed(what + " claims " + length + " bytes, at most " + most + " are allowed");
    }
    return length;
  }

  private static long up(long position, long alignment) {
    return (position + alignment - 1) / alignment * alignment;
  }

  // GGUF writes the innermost dimension first.
  private static List<Long> reversed(List<Long> shape) {
    List<Long> out = new ArrayList<>(shape);
    Collections.reverse(out);
    return out;
  }
}
