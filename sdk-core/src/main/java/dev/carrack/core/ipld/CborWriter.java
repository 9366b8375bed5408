package dev.carrack.core.ipld;

import dev.carrack.core.LimitException;
import dev.carrack.core.internal.Utf8;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Writes DAG-CBOR items. */
final class CborWriter {

  static final int UNSIGNED = 0;
  static final int NEGATIVE = 1;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int LIST = 4;
  static final int MAP = 5;
  static final int TAG = 6;
  static final int LINK_TAG = 42;
  static final int FALSE = 0xf4;
  static final int TRUE = 0xf5;
  static final int NULL = 0xf6;
  static final int FLOAT16 = 0xf9;
  static final int FLOAT32 = 0xfa;
  static final int FLOAT64 = 0xfb;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] toBytes() {
    return out.toByteArray();
  }

  void write(Node node, int depth) {
    if (depth > DagCbor.MAX_DEPTH) {
      throw new LimitException(
          "value is nested deeper than " + DagCbor.MAX_DEPTH, "split it into linked blocks");
    }
    if (node instanceof Node.Null) {
      out.write(NULL);
    } else if (node instanceof Node.Bool bool) {
      out.write(bool.value() ? TRUE : FALSE);
    } else if (node instanceof Node.Int integer) {
      integer(integer.value());
    } else if (node instanceof Node.Float64 number) {
      out.write(FLOAT64);
      bigEndian(Double.doubleToLongBits(number.value()), 8);
    } else if (node instanceof Node.Text text) {
      bytes(TEXT, Utf8.encode(text.value(), "string"));
    } else if (node instanceof Node.Bytes bytes) {
      bytes(BYTES, bytes.value());
    } else if (node instanceof Node.Link link) {
      link(link);
    } else if (node instanceof Node.Array list) {
      head(LIST, list.value().size());
      for (Node item : list.value()) { // no forEach: its frames would treble the stack it takes
        write(item, depth + 1);
      }
    } else if (node instanceof Node.Struct map) {
      map(map, depth);
    }
  }

  private void integer(BigInteger value) {
    if (value.signum() >= 0) {
      head(UNSIGNED, value.longValue());
    } else {
      head(NEGATIVE, value.not().longValue()); // CBOR stores -1 - n
    }
  }

  private void link(Node.Link link) {
    byte[] cid = new byte[1 + link.value().size()]; // DAG-CBOR: a zero byte precedes the CID
    link.value().put(cid, 1);
    head(TAG, LINK_TAG);
    bytes(BYTES, cid);
  }

  private void map(Node.Struct map, int depth) {
    Map<byte[], Node> sorted = new TreeMap<>(CborWriter::compareKeys);
    map.value().forEach((key, value) -> sorted.put(Utf8.encode(key, "map key"), value));
    head(MAP, sorted.size());
    for (Map.Entry<byte[], Node> entry : sorted.entrySet()) {
      bytes(TEXT, entry.getKey());
      write(entry.getValue(), depth + 1);
    }
  }

  /** Orders keys as DAG-CBOR does: shorter first, then by unsigned bytes. */
  static int compareKeys(byte[] a, byte[] b) {
    return a.length != b.length
        ? Integer.compare(a.length, b.length)
        : Arrays.compareUnsigned(a, b);
  }

  private void bytes(int major, byte[] value) {
    head(major, value.length);
    out.writeBytes(value);
  }

  private void head(int major, long argument) {
    if (argument >= 0 && argument < 24) {
      out.write(major << 5 | (int) argument);
    } else {
      int log = argument >>> 8 == 0 ? 0 : argument >>> 16 == 0 ? 1 : argument >>> 32 == 0 ? 2 : 3;
      out.write(major << 5 | 24 + log);
      bigEndian(argument, 1 << log);
    }
  }

  private void bigEndian(long value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
      out.write((int) (value >>> 8 * i));
    }
  }
}
