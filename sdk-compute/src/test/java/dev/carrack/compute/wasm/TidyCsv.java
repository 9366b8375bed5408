package dev.carrack.compute.wasm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of docs/clean-csv.md once more, over the whole text at once: what the WebAssembly
 * cleaner is compared with. Bytes are read as ISO 8859-1, so every byte is one character.
 */
final class TidyCsv {
  private static final Set<String> MISSING = Set.of("", "?", "na", "n/a", "nan", "null");

  private final String delimiter;
  private final boolean drop;
  private final boolean lower;
  private final boolean header;
  private final List<String> columns;

  private String text = "";
  private int at;

  TidyCsv(char delimiter, boolean drop, boolean lower, boolean header, List<String> columns) {
    this.delimiter = String.valueOf(delimiter);
    this.drop = drop;
    this.lower = lower;
    this.header = header;
    this.columns = columns;
  }

  /**
   * The clean table, or empty where the cleaner must refuse: an open quote or a malformed header.
   */
  Optional<String> clean(byte[] input) {
    text = new String(input, ISO_8859_1);
    text = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
    text = text.replace("\r\n", "\n").replace('\r', '\n');
    at = 0;
    StringBuilder out = new StringBuilder();
    List<String> first = null;
    while (at < text.length()) {
      List<String> cells = new ArrayList<>();
      Row row = row(cells);
      if (row == Row.OPEN) {
        return Optional.empty();
      }
      if (row == Row.WHOLE && cells.equals(List.of(""))) {
        continue;
      }
      if (row == Row.MALFORMED) {
        if (first == null && header) {
          return Optional.empty();
        }
        continue;
      }
      if (first == null) {
        first = cells;
        if (header) {
          out.append(line(cells));
          continue;
        }
      }
      if (cells.size() == first.size()
          && !(header && cells.equals(first))
          && !misses(first, cells)) {
        out.append(lower ? asciiLower(line(cells)) : line(cells));
      }
    }
    return Optional.of(out.toString());
  }

  private enum Row {
    WHOLE,
    MALFORMED,
    OPEN
  }

  private Row row(List<String> cells) {
    Row result = Row.WHOLE;
    while (true) {
      while (at < text.length() && isBlank(text.charAt(at))) {
        at++;
      }
      StringBuilder value = new StringBuilder();
      if (at < text.length() && text.charAt(at) == '"') {
        if (!quoted(value)) {
          return Row.OPEN;
        }
        int end = cellEnd();
        result = text.substring(at, end).isBlank() ? result : Row.MALFORMED;
        at = end;
      } else {
        int end = cellEnd();
        value.append(text, at, end);
        at = end;
      }
      cells.add(value.toString().replaceAll("^[ \t\n]+|[ \t\n]+$", ""));
      if (at == text.length() || text.charAt(at++) == '\n') {
        return result;
      }
    }
  }

  private boolean quoted(StringBuilder value) {
    for (at++; at < text.length(); at++) {
      if (text.charAt(at) != '"') {
        value.append(text.charAt(at));
      } else if (text.startsWith("\"\"", at)) {
        value.append('"');
        at++;
      } else {
        at++;
        return true;
      }
    }
    return false;
  }

  private int cellEnd() {
    int end = at;
    while (end < text.length() && text.charAt(end) != '\n' && !text.startsWith(delimiter, end)) {
      end++;
    }
    return end;
  }

  private boolean isBlank(char c) {
    return (c == ' ' || c == '\t') && !delimiter.equals(String.valueOf(c));
  }

  private boolean misses(List<String> names, List<String> cells) {
    for (int i = 0; drop && i < cells.size(); i++) {
      boolean checked = columns.isEmpty() || columns.contains(names.get(i));
      if (checked && MISSING.contains(cells.get(i).toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private String line(List<String> cells) {
    return cells.stream()
        .map(
            cell ->
                cell.contains("\"") || cell.contains("\n") || cell.contains(delimiter)
                    ? '"' + cell.replace("\"", "\"\"") + '"'
                    : cell)
        .collect(Collectors.joining(delimiter, "", "\n"));
  }

  private static String asciiLower(String line) {
    StringBuilder out = new StringBuilder();
    line.chars().forEach(c -> out.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
    return out.toString();
  }
}
