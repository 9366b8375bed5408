package dev.carrack.core.ipld;

import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.internal.Utf8;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one DAG-CBOR item; every claimed length is held against the bytes left before allocating.
 */
final class CborReader {

  private final ByteBuffer in;
  private final boolean lenient;
  private int head; // where the item being read begins
  private int items;

  private CborReader(byte[] bytes, boolean lenient) {
    this.in = ByteBuffer.wrap(bytes);
    this.lenient = lenient;
  }

  static CborReader strict(byte[] bytes) {
    return new CborReader(bytes, false);
  }

  /** Takes keys in any order, integers and lengths in any width, and short floats. */
  static CborReader lenient(byte[] bytes) {
    return new CborReader(bytes, true);
  }

  Node document() {
    Node node = item(0);
    checkEnd();
    return node;
  }

  private void checkEnd() {
    if (in.hasRemaining()) {
      head = in.position();
      throw malformed("%d bytes follow the item", in.remaining());
    }
  }

  /**
   * The links of the document, in its order. Nothing else is kept: two million small numbers fit
   * into a block, and as objects they would fill a small heap. Strings need not be UTF-8: old
   * Filecoin blocks hold others, and what they link to must be found all the same, or a collector
   * would delete it.
   */
  List<Cid> links() {
    List<Cid> links = new ArrayList<>();
    collect(links, 0);
    checkEnd();
    return links;
  }

  private void collect(List<Cid> links, int depth) {
    checkDepth(depth);
    int head = next();
    int major = head >> 5;
    if (major == 7) {
      simple(head);
      return;
    }
    long argument = argument(head & 0x1f);
    switch (major) {
      case CborWriter.UNSIGNED, CborWriter.NEGATIVE -> {}
      case CborWriter.BYTES, CborWriter.TEXT -> in.position(in.position() + fits(argument, 1));
      case CborWriter.LIST -> {
        for (int left = fits(argument, 1); left > 0; left--) {
          collect(links, depth + 1);
        }
      }
      case CborWriter.MAP -> {
        byte @Nullable [] last = null;
        for (int left = fits(argument, 2); left > 0; left--) {
          last = key(last);
          collect(links, depth + 1);
        }
      }
      default -> links.add(link(argument));
    }
  }

  private static void checkDepth(int depth) {
    if (depth > DagCbor.MAX_DEPTH) {
      throw new LimitException(
          "DAG-CBOR is nested deeper than " + DagCbor.MAX_DEPTH, "no honest document is");
    }
  }

  private Node item(int depth) {
    checkDepth(depth);
    if (++items > DagCbor.MAX_ITEMS) {
      throw new LimitException(
          "DAG-CBOR has more than " + DagCbor.MAX_ITEMS + " values",
          "no block holds as many; split it into linked blocks");
    }
    int head = next();
    int major = head >> 5;
    if (major == 7) {
      return simple(head);
    }
    long argument = argument(head & 0x1f);
    return switch (major) {
      case CborWriter.UNSIGNED -> Node.of(unsigned(argument));
      case CborWriter.NEGATIVE -> Node.of(unsigned(argument).not());
      case CborWriter.BYTES -> Node.of(take(argument));
      case CborWriter.TEXT -> Node.of(utf8(take(argument), "the string"));
      case CborWriter.LIST -> list(argument, depth);
      case CborWriter.MAP -> map(argument, depth);
      default -> Node.of(link(argument));
    };
  }

  private Node simple(int head) {
    return switch (head) {
      case CborWriter.FALSE -> Node.of(false);
      case CborWriter.TRUE -> Node.of(true);
      case CborWriter.NULL -> Node.nil();
      case CborWriter.FLOAT64 -> finite(Double.longBitsToDouble(bigEndian(8)));
      default -> shortFloat(head);
    };
  }

  private Node shortFloat(int head) {
    if (lenient && head == CborWriter.FLOAT32) {
      return finite(Float.intBitsToFloat((int) bigEndian(4)));
    } else if (lenient && head == CborWriter.FLOAT16) {
      return finite(half((int) bigEndian(2)));
    }
    throw malformed("0x%02x is no DAG-CBOR value", head);
  }

  // RFC 8949 appendix D; Float.float16ToFloat came with JDK 20.
  private static double half(int bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double size =
        exponent == 0
            ? Math.scalb((double) fraction, -24)
            : exponent == 31
                ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                : Math.scalb(1024.0 + fraction, exponent - 25);
    return bits >> 15 == 0 ? size : -size;
  }

  private Node finite(double value) {
    if (!Double.isFinite(value)) {
      throw malformed("the float %s is not finite", value);
    }
    return Node.of(value);
  }

  private Node list(long count, int depth) {
    int size = fits(count, 1);
    List<Node> items = new ArrayList<>(Math.min(size, 1024));
    for (int i = 0; i < size; i++) {
      items.add(item(depth + 1));
    }
    return Node.list(items);
  }

  private Node map(long count, int depth) {
    int size = fits(count, 2);
    Map<String, Node> entries = new LinkedHashMap<>();
    byte @Nullable [] last = null;
    for (int i = 0; i < size; i++) {
      last = key(last);
      String name = utf8(last, "the map key");
      int at = head;
      if (entries.put(name, item(depth + 1)) != null) { // only the lenient get so far
        head = at;
        throw malformed("the map key %s occurs twice", Quote.of(name));
      }
    }
    return Node.map(entries);
  }

  private byte[] key(byte @Nullable [] last) {
    int head = next();
    if (head >> 5 != CborWriter.TEXT) {
      throw malformed("a map key is not a string");
    }
    byte[] key = take(argument(head & 0x1f));
    int order = last == null || lenient ? -1 : CborWriter.compareKeys(last, key);
    if (order >= 0) {
      throw malformed(
          order == 0 ? "the map key %s occurs twice" : "the map key %s is out of order",
          Quote.of(new String(key, StandardCharsets.UTF_8)));
    }
    return key;
  }

  private Cid link(long tag) {
    if (tag != CborWriter.LINK_TAG) {
      throw malformed("tag %s is not allowed, only 42", Long.toUnsignedString(tag));
    }
    int first = next();
    if (first >> 5 != CborWriter.BYTES) {
      throw malformed("tag 42 is not followed by bytes");
    }
    byte[] bytes = take(argument(first & 0x1f));
    if (bytes.length == 0 || bytes[0] != 0) {
      throw malformed("a link does not begin with a zero byte");
    }
    try {
      return Cid.decode(Arrays.copyOfRange(bytes, 1, bytes.length));
    } catch (MalformedException e) {
      throw malformed("a link holds no CID: %s", e.problem());
    }
  }

  private String utf8(byte[] bytes, String what) {
    try {
      return Utf8.decode(ByteBuffer.wrap(bytes), what);
    } catch (MalformedException e) {
      throw malformed("%s is not UTF-8", what);
    }
  }

  private byte[] take(long length) {
    byte[] out = new byte[fits(length, 1)];
    in.get(out);
    return out;
  }

  private int fits(long count, int bytesEach) {
    if (count < 0 || count > in.remaining() / bytesEach) {
      throw malformed(
          "a length of %s is claimed, %d bytes are left",
          Long.toUnsignedString(count), in.remaining());
    }
    return (int) count;
  }

  private static BigInteger unsigned(long value) {
    return value >= 0
        ? BigInteger.valueOf(value)
        : new BigInteger(1, ByteBuffer.allocate(8).putLong(value).array());
  }

  private long argument(int info) {
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw malformed("indefinite lengths are not allowed");
    }
    int bytes = 1 << (info - 24);
    long value = bigEndian(bytes);
    long least = bytes == 1 ? 24 : 1L << 4 * bytes;
    if (!lenient && Long.compareUnsigned(value, least) < 0) {
      throw malformed("the number %d is not written in its shortest form", value);
    }
    return value;
  }

  private long bigEndian(int bytes) {
    if (in.remaining() < bytes) {
      throw malformed("the item is truncated");
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | in.get() & 0xff;
    }
    return value;
  }

  private int next() {
    head = in.position();
    if (!in.hasRemaining()) {
      throw malformed("the item is truncated");
    }
    return in.get() & 0xff;
  }

  private MalformedException malformed(String problem, Object... details) {
    return new MalformedException(
        "DAG-CBOR at byte %d: ".formatted(head) + problem.formatted(details),
        "re-encode it with a conforming DAG-CBOR encoder");
  }
}
