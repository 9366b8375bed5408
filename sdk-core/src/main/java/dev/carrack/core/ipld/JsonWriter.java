package dev.carrack.core.ipld;

import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Multibase;
import dev.carrack.core.internal.Utf8;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Writes canonical DAG-JSON. */
final class JsonWriter {

  private final StringBuilder out = new StringBuilder();

  void write(Node node, int depth) {
    if (depth > DagCbor.MAX_DEPTH) {
      throw new LimitException(
          "value is nested deeper than " + DagCbor.MAX_DEPTH, "split it into linked blocks");
    }
    if (node instanceof Node.Null) {
      out.append("null");
    } else if (node instanceof Node.Bool bool) {
      out.append(bool.value());
    } else if (node instanceof Node.Int integer) {
      out.append(integer.value());
    } else if (node instanceof Node.Float64 number) {
      out.append(JsonFloat.print(number.value()));
    } else if (node instanceof Node.Text text) {
      string(text.value());
    } else if (node instanceof Node.Bytes bytes) {
      out.append("{\"/\":{\"bytes\":\"")
          .append(Base64.getEncoder().withoutPadding().encodeToString(bytes.value()))
          .append("\"}}");
    } else if (node instanceof Node.Link link) {
      out.append("{\"/\":\"").append(text(link.value())).append("\"}");
    } else if (node instanceof Node.Array list) {
      list(list, depth);
    } else if (node instanceof Node.Struct map) {
      map(map, depth);
    }
  }

  // Base 32 even for IPNS names, whose usual text is base 36: DAG-JSON fixes the base.
  private static String text(Cid cid) {
    return cid.version() == 0 ? cid.toString() : cid.toString(Multibase.BASE32);
  }

  private void list(Node.Array list, int depth) {
    out.append('[');
    String separator = "";
    for (Node item : list.value()) {
      out.append(separator);
      write(item, depth + 1);
      separator = ",";
    }
    out.append(']');
  }

  private void map(Node.Struct map, int depth) {
    Map<String, Node> sorted = new TreeMap<>(Utf8::compare);
    sorted.putAll(map.value());
    if (JsonReader.isReserved(sorted)) {
      throw new MalformedException(
          "a map of " + sorted.size() + " keys cannot be DAG-JSON: its key '/' is reserved",
          "rename the key '/'");
    }
    out.append('{');
    String separator = "";
    for (Map.Entry<String, Node> entry : sorted.entrySet()) {
      out.append(separator);
      string(entry.getKey());
      out.append(':');
      write(entry.getValue(), depth + 1);
      separator = ",";
    }
    out.append('}');
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
