package dev.carrack.cli;

import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a command has found, for standard output: a line of text or of JSON each, UTF-8. */
final class Results {

  /** How results are written. */
  enum Form {
    TEXT,
    JSON
  }

  private final OutputStream out;
  private final Form form;

  Results(OutputStream out, Form form) {
    this.out = new BufferedOutputStream(new Stdout(out), 1 << 16);
    this.form = form;
  }

  /** One result: its text as a line, or its JSON. */
  void add(String text, Node json) {
    line(form == Form.TEXT ? printable(text) : DagJson.print(json));
  }

  /** One result that is a single value: bare, or a JSON object with one entry. */
  void add(String name, Object value) {
    add(value.toString(), Node.map().put(name, value.toString()).build());
  }

  /** One result that is JSON in either form. */
  void json(Node json) {
    line(DagJson.print(json));
  }

  /** A line of text that the JSON form leaves out. */
  void text(String text) {
    if (form == Form.TEXT) {
      line(printable(text));
    }
  }

  /** A result that the text form has told already. */
  void jsonOnly(Node json) {
    if (form == Form.JSON) {
      json(json);
    }
  }

  private void line(String text) {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    raw(bytes, bytes.length);
  }

  /** Bytes as they are. */
  void raw(byte[] bytes, int length) {
    try {
      out.write(bytes, 0, length);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("Stdout throws unchecked", e);
    }
  }

  void flush() {
    try {
      out.flush();
    } catch (java.io.IOException e) {
      throw new IllegalStateException("Stdout throws unchecked", e);
    }
  }

  /** The text on one line, without what would move a terminal's cursor or change its state. */
  static String printable(String text) {
    if (text.chars().noneMatch(Results::isControl)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(
            c -> {
              if (isControl(c)) {
                out.append("\\u%04x".formatted(c));
              } else {
                out.append((char) c);
              }
            });
    return out.toString();
  }

  private static boolean isControl(int c) {
    // Besides control characters those that reorder text, so that a name cannot pose as another.
    return Character.isISOControl(c)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
