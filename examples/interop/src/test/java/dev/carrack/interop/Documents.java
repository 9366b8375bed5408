package dev.carrack.interop;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Multihash;
import dev.carrack.core.ipld.Node;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Random values of the IPLD data model, and what classes of value a document holds. */
final class Documents {

  enum Kind {
    NULL,
    BOOL,
    SMALL_INT,
    INT_BEYOND_53_BITS,
    INT_BEYOND_63_BITS,
    NEGATIVE_INT,
    FLOAT,
    TEXT,
    EMPTY_TEXT,
    NON_ASCII,
    BEYOND_BMP,
    BYTES,
    EMPTY_BYTES,
    LINK_V0,
    LINK_V1,
    IDENTITY_LINK,
    LIST,
    EMPTY_LIST,
    MAP,
    EMPTY_MAP,
    DEPTH_5,
    DEPTH_100
  }

  private static final String[] WORDS = {
    "", "a", "aa", "name", "Ω", "żółć", "数据", "ключ", "🚀", "\uff5e", "\"\\\n\t", "\u0001", " ", "é"
  };

  private final Random random;
  private final UnaryOperator<String> keys;

  private Documents(Random random, UnaryOperator<String> keys) {
    this.random = random;
    this.keys = keys;
  }

  /** A document whose map keys have passed through {@code keys}. */
  static Node random(Random random, UnaryOperator<String> keys) {
    Documents documents = new Documents(random, keys);
    Node node = documents.value(random.nextInt(8));
    int wraps = random.nextInt(20) == 0 ? 100 + random.nextInt(500) : 0;
    for (int i = 0; i < wraps; i++) {
      node = i % 2 == 0 ? Node.list(List.of(node)) : Node.map(Map.of(documents.key(), node));
    }
    return node;
  }

  private Node value(int depth) {
    return switch (random.nextInt(depth > 0 ? 11 : 8)) {
      case 0 -> Node.nil();
      case 1 -> Node.of(random.nextBoolean());
      case 2, 3 -> Node.of(integer(random));
      case 4 -> Node.of(fraction(random));
      case 5 -> Node.of(word(random));
      case 6 -> Node.of(bytes(random, random.nextInt(40)));
      case 7 -> Node.of(cid(random));
      case 8 -> list(depth - 1);
      default -> map(depth - 1);
    };
  }

  private Node list(int depth) {
    List<Node> items = new ArrayList<>();
    for (int n = random.nextInt(6); n > 0; n--) {
      items.add(value(depth));
    }
    return Node.list(items);
  }

  private Node map(int depth) {
    Map<String, Node> entries = new HashMap<>();
    for (int n = random.nextInt(7); n > 0; n--) {
      entries.put(key(), value(depth));
    }
    return Node.map(entries);
  }

  private String key() {
    return keys.apply(word(random));
  }

  private static BigInteger integer(Random random) {
    BigInteger magnitude = new BigInteger(1 + random.nextInt(64), random);
    return random.nextBoolean() ? magnitude : magnitude.not();
  }

  // JavaScript has one number type: it would read an integral float as an integer.
  private static double fraction(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) && value != Math.rint(value) ? value : 0.1 + random.nextInt(9);
  }

  static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)] + (random.nextBoolean() ? random.nextInt(999) : "");
  }

  static byte[] bytes(Random random, int length) {
    byte[] out = new byte[length];
    random.nextBytes(out);
    return out;
  }

  static Cid cid(Random random) {
    byte[] data = bytes(random, random.nextInt(30));
    return switch (random.nextInt(4)) {
      case 0 -> Cid.v0(Multihash.sha256(data));
      case 1 -> Cid.of(Codec.RAW, Multihash.of(Multihash.IDENTITY, data));
      case 2 -> Cid.of(Codec.DAG_CBOR, data);
      default -> Cid.of(Codec.RAW, data);
    };
  }

  static void inspect(Node node, Coverage<Kind> seen) {
    int depth = visit(node, seen);
    seen.hit(Kind.DEPTH_5, depth >= 5);
    seen.hit(Kind.DEPTH_100, depth >= 100);
  }

  private static int visit(Node node, Coverage<Kind> seen) {
    if (node instanceof Node.Null) {
      seen.hit(Kind.NULL);
    } else if (node instanceof Node.Bool) {
      seen.hit(Kind.BOOL);
    } else if (node instanceof Node.Int integer) {
      int bits = integer.value().bitLength();
      seen.hit(
          bits > 63
              ? Kind.INT_BEYOND_63_BITS
              : bits > 53 ? Kind.INT_BEYOND_53_BITS : Kind.SMALL_INT);
      seen.hit(Kind.NEGATIVE_INT, integer.value().signum() < 0);
    } else if (node instanceof Node.Float64) {
      seen.hit(Kind.FLOAT);
    } else if (node instanceof Node.Text text) {
      text(text.value(), seen);
    } else if (node instanceof Node.Bytes bytes) {
      seen.hit(bytes.value().length == 0 ? Kind.EMPTY_BYTES : Kind.BYTES);
    } else if (node instanceof Node.Link link) {
      boolean identity = link.value().hash().isIdentity();
      seen.hit(
          identity
              ? Kind.IDENTITY_LINK
              : link.value().version() == 0 ? Kind.LINK_V0 : Kind.LINK_V1);
    } else if (node instanceof Node.Array list) {
      seen.hit(list.value().isEmpty() ? Kind.EMPTY_LIST : Kind.LIST);
      return 1 + list.value().stream().mapToInt(item -> visit(item, seen)).max().orElse(0);
    } else if (node instanceof Node.Struct map) {
      seen.hit(map.value().isEmpty() ? Kind.EMPTY_MAP : Kind.MAP);
      map.value().keySet().forEach(key -> text(key, seen));
      return 1 + map.value().values().stream().mapToInt(item -> visit(item, seen)).max().orElse(0);
    }
    return 0;
  }

  private static void text(String text, Coverage<Kind> seen) {
    seen.hit(text.isEmpty() ? Kind.EMPTY_TEXT : Kind.TEXT);
    seen.hit(Kind.NON_ASCII, text.chars().anyMatch(c -> c > 127));
    seen.hit(Kind.BEYOND_BMP, text.chars().anyMatch(c -> Character.isSurrogate((char) c)));
  }
}
