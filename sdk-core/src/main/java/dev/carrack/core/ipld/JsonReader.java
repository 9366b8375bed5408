package dev.carrack.core.ipld;

import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.internal.Utf8;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one DAG-JSON document (RFC 8259 plus the reserved maps of DAG-JSON). */
final class JsonReader {

  // -2^64 has 21 characters; a longer integer is out of range and need not be converted to find
  // out.
  private static final int MAX_INTEGER = 21;
  private static final int MAX_FLOAT = 1100;

  private final String in;
  private int at;
  private int values;

  JsonReader(String in) {
    this.in = in;
  }

  Node document() {
    Node node = value(0);
    space();
    if (at < in.length()) {
      throw malformed("something follows the value");
    }
    return node;
  }

  private Node value(int depth) {
    // Bytes are one value in the data model, but two maps and a string here.
    checkDepth(depth - 2);
    if (++values > DagCbor.MAX_ITEMS) {
      throw new LimitException(
          "DAG-JSON has more than " + DagCbor.MAX_ITEMS + " values",
          "no block holds as many; split it into linked blocks");
    }
    space();
    char c = peek();
    return switch (c) {
      case '{' -> map(depth);
      case '[' -> list(depth);
      case '"' -> Node.of(string());
      case 't' -> word("true", Node.of(true));
      case 'f' -> word("false", Node.of(false));
      case 'n' -> word("null", Node.nil());
      default -> number();
    };
  }

  private static void checkDepth(int depth) {
    if (depth > DagCbor.MAX_DEPTH) {
      throw new LimitException(
          "DAG-JSON is nested deeper than " + DagCbor.MAX_DEPTH, "no honest document is");
    }
  }

  private Node word(String word, Node node) {
    if (!in.startsWith(word, at)) {
      throw malformed("no JSON value begins like this");
    }
    at += word.length();
    return node;
  }

  private Node list(int depth) {
    List<Node> items = new ArrayList<>();
    at++;
    space();
    if (peek() == ']') {
      at++;
      return Node.list(items);
    }
    checkDepth(depth + 1);
    do {
      items.add(value(depth + 1));
    } while (more(']'));
    return Node.list(items);
  }

  private Node map(int depth) {
    Map<String, Node> entries = new LinkedHashMap<>();
    at++;
    space();
    if (peek() == '}') {
      at++;
      return Node.map(entries);
    }
    do {
      space();
      if (peek() != '"') {
        throw malformed("a map key must be a string");
      }
      String key = string();
      space();
      if (peek() != ':') {
        throw malformed("':' is missing after the key " + Quote.of(key));
      }
      at++;
      if (entries.put(key, value(depth + 1)) != null) {
        throw malformed("the map key " + Quote.of(key) + " occurs twice");
      }
    } while (more('}'));
    Node node = interpret(entries);
    // Whether the inner map of bytes is one shows only in the map around it.
    if (node instanceof Node.Struct && !(depth == DagCbor.MAX_DEPTH + 1 && isBytes(node))) {
      checkDepth(depth + 1);
    }
    return node;
  }

  private boolean more(char end) {
    space();
    char c = peek();
    if (c != ',' && c != end) {
      throw malformed("',' or '" + end + "' is missing");
    }
    at++;
    return c == ',';
  }

  private Node interpret(Map<String, Node> entries) {
    Node slash = entries.size() == 1 ? entries.get("/") : null;
    if (slash instanceof Node.Text text) {
      return Node.of(cid(text.value()));
    }
    String base64 = slash == null ? null : bytesForm(slash);
    if (slash != null && base64 != null && isBytes(slash)) {
      return Node.of(base64(base64));
    }
    if (isReserved(sorted(entries))) {
      throw malformed("a map uses the reserved key '/' together with others");
    }
    return Node.map(entries);
  }

  private Cid cid(String text) {
    try {
      return Cid.parse(text);
    } catch (MalformedException e) {
      throw new MalformedException(
          "DAG-JSON at character " + at + ": a link holds no CID: " + e.problem(), e.remedy(), e);
    }
  }

  private static boolean isBytes(Node node) {
    return bytesForm(node) != null && node.entries().size() == 1;
  }

  private byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(
          "DAG-JSON at character " + at + ": bytes are not base64", "write RFC 4648 base64", e);
    }
  }

  /** Whether a map, its keys sorted, would be mistaken for a link or for bytes. */
  static boolean isReserved(Map<String, Node> sorted) {
    if (sorted.isEmpty()) {
      return false;
    }
    Map.Entry<String, Node> first = sorted.entrySet().iterator().next();
    return first.getKey().equals("/")
        && (first.getValue() instanceof Node.Text || bytesForm(first.getValue()) != null);
  }

  private static @Nullable String bytesForm(Node node) {
    if (node instanceof Node.Struct map && !map.value().isEmpty()) {
      Map.Entry<String, Node> first = sorted(map.value()).entrySet().iterator().next();
      if (first.getKey().equals("bytes") && first.getValue() instanceof Node.Text text) {
        return text.value();
      }
    }
    return null;
  }

  private static Map<String, Node> sorted(Map<String, Node> entries) {
    Map<String, Node> sorted = new TreeMap<>(Utf8::compare);
    sorted.putAll(entries);
    return sorted;
  }

  private Node number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    int digits = digits();
    if (digits == 0 || (digits > 1 && in.charAt(at - digits) == '0')) {
      throw malformed("no JSON value is written like this");
    }
    boolean whole = true;
    if (at < in.length() && in.charAt(at) == '.') {
      at++;
      whole = false;
      needDigits();
    }
    if (at < in.length() && (in.charAt(at) == 'e' || in.charAt(at) == 'E')) {
      at++;
      whole = false;
      if (at < in.length() && (in.charAt(at) == '+' || in.charAt(at) == '-')) {
        at++;
      }
      needDigits();
    }
    if (at - start > (whole ? MAX_INTEGER : MAX_FLOAT)) {
      throw malformed("a number of " + (at - start) + " characters is out of range");
    }
    String text = in.substring(start, at);
    return whole ? Node.of(new BigInteger(text)) : Node.of(Double.parseDouble(text));
  }

  private void needDigits() {
    if (digits() == 0) {
      throw malformed("a number lacks digits");
    }
  }

  private int digits() {
    int start = at;
    while (at < in.length() && in.charAt(at) >= '0' && in.charAt(at) <= '9') {
      at++;
    }
    return at - start;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (true) {
      char c = peek();
      at++;
      if (c == '"') {
        String text = out.toString();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
          throw malformed("a string holds half of a surrogate pair");
        }
        return text;
      } else if (c < 0x20) {
        throw malformed("a control character must be escaped");
      }
      out.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw malformed("'\\" + c + "' is no JSON escape");
    };
  }

  private char unicode() {
    int value = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw malformed("an escape lacks its four hex digits");
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  private void space() {
    while (at < in.length() && " \t\n\r".indexOf(in.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= in.length()) {
      throw malformed("the document is truncated");
    }
    return in.charAt(at);
  }

  private MalformedException malformed(String problem) {
    return new MalformedException(
        "DAG-JSON at character " + at + ": " + problem, "correct the document");
  }
}
