package dev.carrack.core.tensor;

import dev.carrack.core.MalformedException;
import dev.carrack.core.internal.Utf8;
import dev.carrack.core.ipld.Node;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The typed values of GGUF metadata. */
final class GgufValues {

  private static final List<String> NAMES =
      List.of(
          "uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "bool", "string",
          "array", "uint64", "int64", "float64");
  private static final int[] SIZES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  /** Bytes of memory that an element of a list takes, at least. */
  private static final int ELEMENT = 64;

  private final HeaderInput in;

  GgufValues(HeaderInput in) {
    this.in = in;
  }

  Node read(int type) {
    return read(type, 0);
  }

  private Node read(int type, int depth) {
    return switch (type) {
      case 0 -> Node.of((long) in.octet());
      case 1 -> Node.of((long) (byte) in.octet());
      case 2 -> Node.of((long) in.int16());
      case 3 -> Node.of((long) (short) in.int16());
      case 4 -> Node.of(in.int32() & 0xffffffffL);
      case 5 -> Node.of((long) in.int32());
      case 6 -> number(Float.intBitsToFloat(in.int32()));
      case 7 -> bool();
      case STRING -> string();
      case ARRAY -> array(depth);
      case 10 -> Node.of(new BigInteger(Long.toUnsignedString(in.int64())));
      case 11 -> Node.of(in.int64());
      case 12 -> number(Double.longBitsToDouble(in.int64()));
      default -> throw unknown(type);
    };
  }

  private Node array(int depth) {
    if (depth == Bounds.DEPTH) {
      throw in.over("lists are nested deeper than " + Bounds.DEPTH, "no honest header is");
    }
    int type = in.int32();
    long count = in.unsigned("a list's length");
    if (count > Bounds.LIST) {
      skip(type, count, depth);
      return Node.map().put("type", NAMES.get(type)).put("count", count).build();
    }
    in.charge(count * ELEMENT); // lists of short lists would multiply what the file has
    List<Node> items = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      items.add(read(type, depth + 1));
    }
    return Node.list(items);
  }

  private void skip(int type, long count, int depth) {
    if (type < 0 || type >= SIZES.length) {
      throw unknown(type);
    }
    if (SIZES[type] > 0) {
      if (count > Long.MAX_VALUE / SIZES[type]) {
        throw in.malformed("a list claims " + count + " elements");
      }
      in.skip(count * SIZES[type]);
      return;
    }
    for (long i = 0; i < count; i++) {
      if (type == STRING) {
        in.skip(in.unsigned("a string's length"));
      } else {
        skipArray(depth + 1);
      }
    }
  }

  private void skipArray(int depth) {
    if (depth == Bounds.DEPTH) {
      throw in.over("lists are nested deeper than " + Bounds.DEPTH, "no honest header is");
    }
    int type = in.int32();
    skip(type, in.unsigned("a list's length"), depth);
  }

  private Node bool() {
    int value = in.octet();
    if (value > 1) {
      throw in.malformed("a boolean has the value " + value);
    }
    return Node.of(value == 1);
  }

  // Texts of models are UTF-8 save where a tokenizer's bytes stand for themselves.
  private Node string() {
    byte[] bytes = in.kept(in.unsigned("a string's length"), "a string");
    try {
      return Node.of(Utf8.decode(ByteBuffer.wrap(bytes), "metadata"));
    } catch (MalformedException e) {
      return Node.of(bytes);
    }
  }

  private static Node number(double value) {
    return Double.isFinite(value) ? Node.of(value) : Node.of(Double.toString(value));
  }

  private MalformedException unknown(int type) {
    return in.malformed("metadata has the type " + Integer.toUnsignedString(type));
  }
}
