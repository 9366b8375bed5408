package dev.carrack.core.tensor;

import dev.carrack.core.internal.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a header as it comes, without building a tree: a header of many megabytes costs
 * what is kept of it. Strict as RFC 8259, and keys of an object whose members are taken must
 * differ.
 */
final class HeaderJson {

  private final HeaderInput in;
  private final long end;

  /** Told of each key; it must take the value, or pass over it. */
  interface Member {
    void at(String key);
  }

  /** Reads what lies before {@code end}, a position in the file. */
  HeaderJson(HeaderInput in, long end) {
    this.in = in;
    this.end = end;
  }

  void object(Member members) {
    token('{');
    Set<String> keys = new HashSet<>();
    if (nextIs('}')) {
      return;
    }
    do {
      String key = string();
      if (!keys.add(key)) {
        throw in.malformed("the key '" + key + "' occurs twice");
      }
      token(':');
      members.at(key);
    } while (more('}'));
  }

  void list(Runnable item) {
    token('[');
    if (nextIs(']')) {
      return;
    }
    do {
      item.run();
    } while (more(']'));
  }

  /** A string that is kept. */
  String string() {
    token('"');
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    characters(out);
    in.charge(2L * out.size());
    return Utf8.decode(ByteBuffer.wrap(out.toByteArray()), in.what());
  }

  /** A number that is whole and not negative, or -1 for any other number. */
  long countIfWhole() {
    space();
    String word = word();
    return word.matches("[0-9]{1,18}") ? Long.parseLong(word) : -1;
  }

  /** A whole number from 0 to 2^63 - 1. */
  long count() {
    space();
    long value = 0;
    int digits = 0;
    for (int c = peek(); c >= '0' && c <= '9'; c = peek()) {
      next();
      if (digits++ > 0 && value == 0) {
        throw in.malformed("a number begins with 0");
      }
      if (value > (Long.MAX_VALUE - (c - '0')) / 10) {
        throw in.malformed("a number is above 2^63");
      }
      value = value * 10 + c - '0';
    }
    if (digits == 0 || ".eE".indexOf(peek()) >= 0) {
      throw in.malformed("a whole number that is not negative was expected");
    }
    return value;
  }

  /** Passes over a value of any kind. */
  void skip() {
    skip(0);
  }

  /** Checks that nothing but white space follows. */
  void finish() {
    space();
    if (in.position() < end) {
      throw in.malformed("something follows the JSON document");
    }
  }

  private void skip(int depth) {
    if (depth > Bounds.DEPTH) {
      throw in.over("the JSON is nested deeper than " + Bounds.DEPTH, "no honest header is");
    }
    space();
    int c = peek();
    if (c == '{') {
      next();
      if (!nextIs('}')) {
        do {
          token('"');
          characters(null);
          token(':');
          skip(depth + 1);
        } while (more('}'));
      }
    } else if (c == '[') {
      next();
      if (!nextIs(']')) {
        do {
          skip(depth + 1);
        } while (more(']'));
      }
    } else if (c == '"') {
      next();
      characters(null);
    } else {
      word();
    }
  }

  // Of numbers that nobody asked for only the characters are checked.
  private String word() {
    StringBuilder word = new StringBuilder();
    for (int c = peek(); c >= 0 && ",]} \t\r\n".indexOf(c) < 0; c = peek()) {
      word.append((char) next());
      if (word.length() > 400) {
        break;
      }
    }
    if (!word.toString().matches("true|false|null|-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
      throw in.malformed("no JSON value is written like this");
    }
    return word.toString();
  }

  private void characters(@Nullable ByteArrayOutputStream out) {
    while (true) {
      int c = next();
      if (c == '"') {
        return;
      } else if (c < 0x20) {
        throw in.malformed("a control character must be escaped");
      } else if (c == '\\') {
        escape(out);
      } else {
        put(out, c);
      }
    }
  }

  private void escape(@Nullable ByteArrayOutputStream out) {
    int c = next();
    int simple = "\"\\/bfnrt".indexOf(c);
    if (simple >= 0) {
      put(out, "\"\\/\b\f\n\r\t".charAt(simple));
      return;
    }
    if (c != 'u') {
      throw in.malformed("unknown escape in a string");
    }
    int unit = hex();
    if (Character.isHighSurrogate((char) unit)) {
      if (next() != '\\' || next() != 'u') {
        throw in.malformed("half a surrogate pair");
      }
      int low = hex();
      if (!Character.isLowSurrogate((char) low)) {
        throw in.malformed("half a surrogate pair");
      }
      unit = Character.toCodePoint((char) unit, (char) low);
    } else if (Character.isLowSurrogate((char) unit)) {
      throw in.malformed("half a surrogate pair");
    }
    for (byte b : Character.toString(unit).getBytes(StandardCharsets.UTF_8)) {
      put(out, b);
    }
  }

  private int hex() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int c = next();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw in.malformed("an escape lacks its four hex digits");
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private void put(@Nullable ByteArrayOutputStream out, int b) {
    if (out != null) {
      out.write(b);
      if (out.size() > Bounds.TEXT) {
        in.charge(out.size());
      }
    }
  }

  private boolean more(char close) {
    space();
    int c = next();
    if (c != ',' && c != close) {
      throw in.malformed("',' or '" + close + "' is missing");
    }
    return c == ',';
  }

  private boolean nextIs(char c) {
    space();
    if (peek() == c) {
      next();
      return true;
    }
    return false;
  }

  private void token(char wanted) {
    space();
    if (peek() != wanted) {
      throw in.malformed("'" + wanted + "' is missing");
    }
    next();
  }

  private void space() {
    while (" \t\r\n".indexOf(peek()) >= 0) {
      next();
    }
  }

  private int peek() {
    return in.position() < end ? in.peek() : -1;
  }

  private int next() {
    if (in.position() >= end) {
      throw in.malformed("the JSON is truncated");
    }
    return in.octet();
  }
}
