package dev.carrack.core.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One {@code TensorProto}.
 *
 * @param tensor what it says, with its range in the model or in the other file
 * @param location the other file, relative to the model's directory, or empty
 */
record OnnxTensor(Tensor tensor, String location) {

  private static final int DIMS = 1;
  private static final int DATA_TYPE = 2;
  private static final int SEGMENT = 3;
  private static final int NAME = 8;
  private static final int RAW_DATA = 9;
  private static final int EXTERNAL_DATA = 13;
  private static final int DATA_LOCATION = 14;
  private static final int EXTERNAL = 1;
  private static final int MAX_EXTERNAL_FIELDS = 16;

  private record Type(String name, int bits) {}

  private static final Map<Long, Type> TYPES = new HashMap<>();

  static {
    String[] names = {
      "FLOAT:32",
      "UINT8:8",
      "INT8:8",
      "UINT16:16",
      "INT16:16",
      "INT32:32",
      "INT64:64",
      "STRING:0",
      "BOOL:8",
      "FLOAT16:16",
      "DOUBLE:64",
      "UINT32:32",
      "UINT64:64",
      "COMPLEX64:64",
      "COMPLEX128:128",
      "BFLOAT16:16",
      "FLOAT8E4M3FN:8",
      "FLOAT8E4M3FNUZ:8",
      "FLOAT8E5M2:8",
      "FLOAT8E5M2FNUZ:8",
      "UINT4:4",
      "INT4:4",
      "FLOAT4E2M1:4",
      "FLOAT8E8M0:8",
      "UINT2:2",
      "INT2:2"
    };
    for (int i = 0; i < names.length; i++) {
      int colon = names[i].indexOf(':');
      TYPES.put(
          i + 1L,
          new Type(names[i].substring(0, colon), Integer.parseInt(names[i].substring(colon + 1))));
    }
  }

  static OnnxTensor read(ProtoScan in) {
    return new Fields(in).read();
  }

  /** The fields while they come, in any order. */
  private static final class Fields {
    private final ProtoScan in;
    private final List<Long> shape = new ArrayList<>();
    private final Map<String, String> external = new HashMap<>();
    private long type;
    private String name = "";
    private long rawAt = -1;
    private long rawLength = -1;
    private boolean outside;

    Fields(ProtoScan in) {
      this.in = in;
    }

    OnnxTensor read() {
      in.message(this::field);
      Type known = TYPES.getOrDefault(type, new Type("TYPE" + Long.toUnsignedString(type), 0));
      long expected = known.bits() == 0 ? -1 : Ranges.bytes(in.input(), name, shape, known.bits());
      if (outside) {
        return external(known.name(), expected);
      }
      if (rawLength >= 0 && expected >= 0 && rawLength != expected) {
        throw in.malformed(
            "tensor '%s' of %s %s has %d bytes, its data %d"
                .formatted(name, known.name(), shape, expected, rawLength));
      }
      return new OnnxTensor(new Tensor(name, known.name(), shape, rawAt, rawLength), "");
    }

    private void field(int field) {
      switch (field) {
        case DIMS -> dimensions();
        case DATA_TYPE -> type = in.varint();
        case SEGMENT -> throw in.malformed("a tensor comes in segments, which no tool writes");
        case NAME -> name = in.text("a tensor's name");
        case RAW_DATA -> {
          rawLength = in.length();
          rawAt = in.position();
          in.input().skip(rawLength);
        }
        case EXTERNAL_DATA -> entry();
        case DATA_LOCATION -> outside = in.varint() == EXTERNAL;
        default -> in.skip();
      }
    }

    private void dimensions() {
      if (!in.isBytes()) {
        dimension(in.varint());
        return;
      }
      long end = in.length() + in.position();
      while (in.position() < end) {
        dimension(in.packed());
      }
    }

    private void dimension(long value) {
      if (value < 0 || shape.size() == Bounds.DIMENSIONS) {
        throw in.malformed(
            "tensor '%s' has the dimension %d as number %d"
                .formatted(name, value, shape.size() + 1));
      }
      shape.add(value);
    }

    private void entry() {
      String[] pair = {"", ""};
      in.message(
          field -> {
            switch (field) {
              case 1 -> pair[0] = in.text("a key");
              case 2 -> pair[1] = in.text("a value");
              default -> in.skip();
            }
          });
      external.put(pair[0], pair[1]);
      if (external.size() > MAX_EXTERNAL_FIELDS) {
        throw in.malformed("tensor '" + name + "' has too many external fields");
      }
    }

    private OnnxTensor external(String dtype, long expected) {
      String location = location();
      long offset = number("offset", 0);
      long length = number("length", expected);
      if (length < 0 || offset > Long.MAX_VALUE - length) {
        throw in.malformed("tensor '" + name + "' says no length, or one beyond 2^63");
      }
      if (expected >= 0 && expected != length) {
        throw in.malformed(
            "tensor '%s' of %s %s has %d bytes, external data of %d"
                .formatted(name, dtype, shape, expected, length));
      }
      return new OnnxTensor(new Tensor(name, dtype, shape, offset, length), location);
    }

    // The path is used to find a file beside the model, so it may not lead anywhere else.
    private String location() {
      String location = external.getOrDefault("location", "");
      for (String segment : location.split("[/\\\\]", -1)) {
        if (segment.isEmpty() || segment.equals("..") || segment.indexOf(':') >= 0) {
          throw in.malformed("tensor '" + name + "' lies in '" + location + "', no path below");
        }
      }
      return location.startsWith("./") ? location.substring(2) : location;
    }

    private long number(String key, long otherwise) {
      String text = external.get(key);
      if (text == null) {
        return otherwise;
      }
      if (!text.matches("[0-9]{1,18}")) {
        throw in.malformed("tensor '" + name + "' has the " + key + " '" + text + "'");
      }
      return Long.parseLong(text);
    }
  }
}
