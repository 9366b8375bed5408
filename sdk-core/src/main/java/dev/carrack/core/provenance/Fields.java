package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.Node;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads a map field by field: every error names the field by its path, and {@link #end()} refuses
 * what nobody asked for, so that no part of a document goes unseen. Not thread-safe.
 */
final class Fields {

  private final String path;
  private final Map<String, Node> entries;
  private final Set<String> seen = new HashSet<>();

  private Fields(String path, Map<String, Node> entries) {
    this.path = path;
    this.entries = entries;
  }

  /** Begins to read a map; {@code path} names it in errors, empty for the whole document. */
  static Fields of(Node node, String path) {
    if (node instanceof Node.Struct map) {
      return new Fields(path, map.value());
    }
    throw wrong(path.isEmpty() ? "document" : path, "an object");
  }

  /** Refuses fields that were not read. */
  void end() {
    for (String key : entries.keySet()) {
      if (!seen.contains(key)) {
        throw malformed(name(key), "is not a field of this format");
      }
    }
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  Node node(String key) {
    seen.add(key);
    Node node = entries.get(key);
    if (node == null) {
      throw malformed(name(key), "is missing");
    }
    return node;
  }

  Node map(String key) {
    Node node = node(key);
    if (!(node instanceof Node.Struct)) {
      throw wrong(name(key), "an object");
    }
    return node;
  }

  Fields fields(String key) {
    return of(node(key), name(key));
  }

  String text(String key) {
    return text(node(key), name(key));
  }

  void constant(String key, String expected) {
    String found = text(key);
    if (!found.equals(expected)) {
      throw malformed(name(key), "is '" + shorten(found) + "' instead of '" + expected + "'");
    }
  }

  Cid cid(String key) {
    return parse(key, text(key), Cid::parse, "a CID");
  }

  Digest digest(String key) {
    return parse(key, text(key), Digest::parse, "64 hex digits");
  }

  Instant instant(String key) {
    return parse(key, text(key), Instant::parse, "a UTC time such as 2026-01-31T12:00:00Z");
  }

  byte[] base64(String key) {
    try {
      return Base64Text.decode(text(key));
    } catch (IllegalArgumentException e) {
      throw wrong(name(key), "base64");
    }
  }

  long count(String key) {
    if (node(key) instanceof Node.Int number
        && number.value().signum() >= 0
        && number.value().bitLength() < 64) {
      return number.value().longValue();
    }
    throw wrong(name(key), "an integer from 0 to 2^63-1");
  }

  <T> List<T> list(String key, Function<Item, T> reader) {
    if (!(node(key) instanceof Node.Array array)) {
      throw wrong(name(key), "a list");
    }
    List<T> out = new ArrayList<>();
    for (Node item : array.value()) {
      out.add(reader.apply(new Item(item, name(key) + "[" + out.size() + "]")));
    }
    return out;
  }

  <T> Optional<T> optional(String key, Function<Fields, T> reader) {
    return has(key) ? Optional.of(reader.apply(fields(key))) : Optional.empty();
  }

  /** The map with text values. */
  Map<String, String> texts(String key) {
    Map<String, String> out = new TreeMap<>();
    map(key).entries().forEach((k, v) -> out.put(k, text(v, name(key) + "." + k)));
    return out;
  }

  MalformedException malformed(String key) {
    return malformed(name(key), "is not valid");
  }

  /** One item of a list. */
  record Item(Node node, String path) {

    Fields fields() {
      return Fields.of(node, path);
    }

    Cid cid() {
      return convert(path, Fields.text(node, path), Cid::parse, "a CID");
    }

    Digest digest() {
      return convert(path, Fields.text(node, path), Digest::parse, "64 hex digits");
    }
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private <T> T parse(String key, String text, Function<String, T> parser, String expected) {
    return convert(name(key), text, parser, expected);
  }

  /** Parses, and insists on the one canonical spelling: two texts for one value invite mischief. */
  private static <T> T convert(
      String name, String text, Function<String, T> parser, String expected) {
    T value;
    try {
      value = parser.apply(text);
    } catch (MalformedException | DateTimeException | IllegalArgumentException e) {
      throw new MalformedException(
          "field '" + name + "' is not " + expected + ": '" + shorten(text) + "'", "", e);
    }
    if (!value.toString().equals(text)) {
      throw malformed(name, "is not in its canonical form, which is '" + value + "'");
    }
    return value;
  }

  private static String text(Node node, String name) {
    if (node instanceof Node.Text text) {
      return text.value();
    }
    throw wrong(name, "a string");
  }

  private static MalformedException wrong(String name, String expected) {
    return malformed(name, "is not " + expected);
  }

  static MalformedException malformed(String name, String what) {
    return new MalformedException(
        "field '" + shorten(name) + "' " + what, "get the document from its author again");
  }

  private static String shorten(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
