package dev.carrack.core.tensor;

import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The safetensors header: eight bytes of length, little-endian, then a JSON object; the tensors
 * follow without gaps or overlaps and fill the file. Spec: huggingface/safetensors, Format.
 */
final class Safetensors {

  // The format's own bound; what is kept of so much is bounded by itself.
  private static final long MAX_HEADER = 100_000_000;

  private static final Map<String, Integer> BITS =
      Map.ofEntries(
          Map.entry("BOOL", 8),
          Map.entry("U8", 8),
          Map.entry("I8", 8),
          Map.entry("F8_E5M2", 8),
          Map.entry("F8_E4M3", 8),
          Map.entry("F8_E8M0", 8),
          Map.entry("F4", 4),
          Map.entry("F6_E2M3", 6),
          Map.entry("F6_E3M2", 6),
          Map.entry("U16", 16),
          Map.entry("I16", 16),
          Map.entry("F16", 16),
          Map.entry("BF16", 16),
          Map.entry("U32", 32),
          Map.entry("I32", 32),
          Map.entry("F32", 32),
          Map.entry("U64", 64),
          Map.entry("I64", 64),
          Map.entry("F64", 64),
          Map.entry("C64", 64));

  private final HeaderInput in;
  private final List<Tensor> tensors = new ArrayList<>();
  private final Map<String, Node> metadata = new LinkedHashMap<>();
  private final long start;
  private final HeaderJson json;

  private Safetensors(HeaderInput in) {
    this.in = in;
    long length = in.unsigned("the header's length");
    if (length > MAX_HEADER || length > in.size() - 8) {
      throw in.malformed(
          "the header claims %d bytes; %d is the most, and the file has %s"
              .formatted(length, MAX_HEADER, in.size() == Long.MAX_VALUE ? "…" : in.size() + ""));
    }
    if (in.peek() != '{') {
      throw in.malformed("the header does not begin with '{'");
    }
    this.start = 8 + length;
    this.json = new HeaderJson(in, start);
  }

  static TensorHeader read(HeaderInput in) {
    return new Safetensors(in).read();
  }

  private TensorHeader read() {
    json.object(
        key -> {
          if (key.equals("__metadata__")) {
            json.object(note -> note(note, json.string()));
          } else {
            tensor(key);
          }
        });
    json.finish();
    List<Tensor> sorted = Ranges.sorted(tensors);
    long at = start;
    for (Tensor tensor : sorted) {
      if (tensor.offset() != at) {
        throw in.malformed(
            "tensor '%s' begins at byte %d of the data, %d was expected: tensors lie without gaps"
                .formatted(tensor.name(), tensor.offset() - start, at - start));
      }
      at = tensor.end();
    }
    if (in.size() != Long.MAX_VALUE && at != in.size()) {
      throw in.malformed("the tensors end at byte %d, the file at %d".formatted(at, in.size()));
    }
    return new TensorHeader(TensorFormat.SAFETENSORS, start, sorted, Map.of(), metadata);
  }

  private void note(String key, String value) {
    metadata.put(key, Node.of(value));
    if (metadata.size() > Bounds.METADATA) {
      throw in.over("there are more than " + Bounds.METADATA + " notes", "no model has so many");
    }
  }

  private void tensor(String name) {
    if (tensors.size() == Bounds.TENSORS) {
      throw in.over(
          "there are more than " + Bounds.TENSORS + " tensors", "split the model into shards");
    }
    String[] dtype = {null};
    List<Long> shape = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    boolean[] seen = {false};
    json.object(
        key -> {
          switch (key) {
            case "dtype" -> dtype[0] = json.string();
            case "shape" -> {
              seen[0] = true;
              json.list(() -> add(shape, Bounds.DIMENSIONS, name));
            }
            case "data_offsets" -> json.list(() -> add(offsets, 2, name));
            default -> throw in.malformed("tensor '" + name + "' has the unknown field " + key);
          }
        });
    if (dtype[0] == null || !seen[0] || offsets.size() != 2) {
      throw in.malformed("tensor '" + name + "' lacks dtype, shape or data_offsets");
    }
    tensors.add(tensor(name, dtype[0], shape, offsets.get(0), offsets.get(1)));
  }

  private Tensor tensor(String name, String dtype, List<Long> shape, long from, long to) {
    if (from > to || to > in.size() - start || to > Long.MAX_VALUE - start) {
      throw in.malformed(
          "tensor '%s' claims the bytes %d to %d of %s"
              .formatted(
                  name,
                  from,
                  to,
                  in.size() == Long.MAX_VALUE ? "the data" : in.size() - start + " of data"));
    }
    @Nullable Integer bits = BITS.get(dtype);
    if (bits == null) {
      throw new UnsupportedVersionException(
          in.what() + ": tensor '" + name + "' has the dtype '" + dtype + "', which is not known",
          "read it with a newer version of Carrack");
    }
    long length = Ranges.bytes(in, name, shape, bits);
    if (length != to - from) {
      throw in.malformed(
          "tensor '%s' of %s %s has %d bytes, its offsets claim %d"
              .formatted(name, dtype, shape, length, to - from));
    }
    return new Tensor(name, dtype, shape, start + from, length);
  }

  private void add(List<Long> numbers, int most, String name) {
    if (numbers.size() == most) {
      throw in.malformed("tensor '" + name + "' has more than " + most + " numbers in a list");
    }
    numbers.add(json.count());
  }
}
