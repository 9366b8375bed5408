package dev.carrack.core.ipld;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value of the IPLD data model: what DAG-CBOR and DAG-JSON encode. Immutable and thread-safe. Two
 * nodes are equal if they stand for the same value; the order of a map's entries does not count.
 * Spec: ipld/data-model.
 *
 * <p>The accessors ({@link #text()}, {@link #at(String)}…) throw {@link MalformedException} that
 * names what was expected, so reading a remote document needs no casts.
 */
public sealed interface Node {

  /** Null. */
  record Null() implements Node {}

  /** A boolean. */
  record Bool(boolean value) implements Node {}

  /** An integer between -2^64 and 2^64-1. */
  record Int(BigInteger value) implements Node {
    /** Checks the range. */
    public Int {
      if (value.bitLength() > 64) { // which leaves the sign out and takes -2^64 for 64 bits
        throw new MalformedException(
            "integer " + value + " is outside -2^64 … 2^64-1", "store it as text or bytes");
      }
    }
  }

  /** A finite 64-bit float. */
  record Float64(double value) implements Node {
    /** Checks that the value is finite. */
    public Float64 {
      if (!Double.isFinite(value)) {
        throw new MalformedException(
            "float " + value + " is not in the IPLD data model", "leave it out or use null");
      }
    }
  }

  /** A Unicode string. */
  record Text(String value) implements Node {}

  /** A byte string; a class because arrays have no value equality. */
  final class Bytes implements Node {
    private final byte[] value;

    private Bytes(byte[] value) {
      this.value = value;
    }

    /** A copy of the bytes. */
    public byte[] value() {
      return value.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Bytes[" + HexFormat.of().formatHex(value) + "]";
    }
  }

  /** A link to a block. */
  record Link(Cid value) implements Node {}

  /** A list. */
  record Array(List<Node> value) implements Node {
    /** Copies the list. */
    public Array {
      value = List.copyOf(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return NodeTree.same(this, other);
    }

    @Override
    public int hashCode() {
      return NodeTree.hash(this);
    }

    @Override
    public String toString() {
      StringBuilder out = new StringBuilder();
      NodeTree.print(this, out);
      return out.toString();
    }
  }

  /** A map with string keys; entries keep the order they were given in. */
  record Struct(Map<String, Node> value) implements Node {
    /** Copies the map. */
    public Struct {
      value = Collections.unmodifiableMap(new LinkedHashMap<>(value));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return NodeTree.same(this, other);
    }

    @Override
    public int hashCode() {
      return NodeTree.hash(this);
    }

    @Override
    public String toString() {
      StringBuilder out = new StringBuilder();
      NodeTree.print(this, out);
      return out.toString();
    }
  }

  /** The null node. */
  static Node nil() {
    // No constant of this interface: to initialise it would need Null, and Null needs the
    // interface.
    return new Null();
  }

  /** A boolean node. */
  static Node of(boolean value) {
    return new Bool(value);
  }

  /** An integer node. */
  static Node of(long value) {
    return new Int(BigInteger.valueOf(value));
  }

  /** An integer node; between -2^64 and 2^64-1. */
  static Node of(BigInteger value) {
    return new Int(value);
  }

  /** A float node; finite. */
  static Node of(double value) {
    return new Float64(value);
  }

  /** A string node. */
  static Node of(String value) {
    return new Text(value);
  }

  /** A bytes node; the array is copied. */
  static Node of(byte[] value) {
    return new Bytes(value.clone());
  }

  /** A link node. */
  static Node of(Cid value) {
    return new Link(value);
  }

  /** A list node. */
  static Node list(List<Node> values) {
    return new Array(values);
  }

  /** A map node. */
  static Node map(Map<String, Node> entries) {
    return new Struct(entries);
  }

  /** Begins a map, entry by entry. */
  static MapBuilder map() {
    return new MapBuilder();
  }

  /** Collects the entries of a map node; not thread-safe. */
  final class MapBuilder {
    private final Map<String, Node> entries = new LinkedHashMap<>();

    private MapBuilder() {}

    /** Adds or replaces an entry. */
    public MapBuilder put(String key, Node value) {
      entries.put(key, value);
      return this;
    }

    /** Adds a string entry. */
    public MapBuilder put(String key, String value) {
      return put(key, of(value));
    }

    /** Adds an integer entry. */
    public MapBuilder put(String key, long value) {
      return put(key, of(value));
    }

    /** Adds a link entry. */
    public MapBuilder put(String key, Cid value) {
      return put(key, of(value));
    }

    /** Adds an entry if there is a value. */
    public MapBuilder put(String key, Optional<Node> value) {
      value.ifPresent(node -> put(key, node));
      return this;
    }

    /** The map node. */
    public Node build() {
      return new Struct(entries);
    }
  }

  /** The boolean. */
  default boolean bool() {
    return this instanceof Bool node ? node.value() : wrong("a boolean");
  }

  /** The integer, if it fits 64 signed bits. */
  default long int64() {
    if (this instanceof Int node && node.value().bitLength() < 64) {
      return node.value().longValue();
    }
    return wrong("a 64-bit integer");
  }

  /** The integer. */
  default BigInteger integer() {
    return this instanceof Int node ? node.value() : wrong("an integer");
  }

  /** The number, integers included. */
  default double float64() {
    if (this instanceof Int node) {
      return node.value().doubleValue();
    }
    return this instanceof Float64 node ? node.value() : wrong("a number");
  }

  /** The string. */
  default String text() {
    return this instanceof Text node ? node.value() : wrong("a string");
  }

  /** A copy of the bytes. */
  default byte[] bytes() {
    return this instanceof Bytes node ? node.value() : wrong("bytes");
  }

  /** The link's target. */
  default Cid link() {
    return this instanceof Link node ? node.value() : wrong("a link");
  }

  /** The list's items. */
  default List<Node> items() {
    return this instanceof Array node ? node.value() : wrong("a list");
  }

  /** The map's entries in their order. */
  default Map<String, Node> entries() {
    return this instanceof Struct node ? node.value() : wrong("a map");
  }

  /** The map's entry that must be there. */
  default Node at(String key) {
    return find(key)
        .orElseThrow(
            () ->
                new MalformedException(
                    "field '" + key + "' is missing; there are " + entries().keySet(),
                    "check the document's version"));
  }

  /** The map's entry, or empty if there is none. */
  default Optional<Node> find(String key) {
    return Optional.ofNullable(entries().get(key));
  }

  /** The kind of the value, as the data model names it: {@code null, boolean, int, float…}. */
  default String kind() {
    if (this instanceof Null) {
      return "null";
    } else if (this instanceof Bool) {
      return "boolean";
    } else if (this instanceof Int) {
      return "int";
    } else if (this instanceof Float64) {
      return "float";
    } else if (this instanceof Text) {
      return "string";
    } else if (this instanceof Bytes) {
      return "bytes";
    } else if (this instanceof Link) {
      return "link";
    }
    return this instanceof Array ? "list" : "map";
  }

  /** Every link inside this value, in order of appearance, repeats included. */
  default List<Cid> links() {
    List<Cid> out = new ArrayList<>();
    collectLinks(this, out);
    return out;
  }

  private static void collectLinks(Node node, List<Cid> out) {
    if (node instanceof Link link) {
      out.add(link.value());
    } else if (node instanceof Array array) {
      for (Node item : array.value()) {
        collectLinks(item, out);
      }
    } else if (node instanceof Struct struct) {
      for (Node item : struct.value().values()) {
        collectLinks(item, out);
      }
    }
  }

  private <T> T wrong(String expected) {
    throw new MalformedException(
        "expected " + expected + ", found " + kind(), "check the document's version");
  }
}
