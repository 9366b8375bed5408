package dev.carrack.core.ipld;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms of lists, maps and enums. */
final class Containers {

  private Containers() {}

  /** What a null in a record is: a mistake of the program, not of the data. */
  static Object present(@Nullable Object value, Where at) {
    if (value == null) {
      throw new IllegalArgumentException("'" + at + "' is null; make the component an Optional");
    }
    return value;
  }

  /** Lists. */
  record Items(Form of) implements Form {
    @Override
    public Node write(Object value, Where at) {
      List<Node> out = new ArrayList<>();
      for (Object item : (List<?>) value) {
        Where inside = at.at(out.size());
        out.add(of.write(present(item, inside), inside));
      }
      return Node.list(out);
    }

    @Override
    public Object read(Node node, Where at) {
      if (!(node instanceof Node.Array list)) {
        throw at.malformed("expected a list, found " + node.kind(), "");
      }
      List<Object> out = new ArrayList<>();
      for (Node item : list.value()) {
        out.add(of.read(item, at.at(out.size())));
      }
      return Collections.unmodifiableList(out);
    }
  }

  /** Maps with string keys, in the order they have. */
  record Entries(Form of) implements Form {
    @Override
    public Node write(Object value, Where at) {
      Map<String, Node> out = new LinkedHashMap<>();
      ((Map<?, ?>) value)
          .forEach(
              (key, item) -> {
                Where inside = at.at(present(key, at));
                out.put((String) key, of.write(present(item, inside), inside));
              });
      return Node.map(out);
    }

    @Override
    public Object read(Node node, Where at) {
      Map<String, Object> out = new LinkedHashMap<>();
      map(node, at).forEach((key, item) -> out.put(key, of.read(item, at.at(key))));
      return Collections.unmodifiableMap(out);
    }
  }

  static Map<String, Node> map(Node node, Where at) {
    if (!(node instanceof Node.Struct map)) {
      throw at.malformed("expected a map, found " + node.kind(), "");
    }
    return map.value();
  }

  /** Enums, by the names of their constants. */
  record Constants(Class<?> type) implements Form {
    @Override
    public Node write(Object value, Where at) {
      return Node.of(((Enum<?>) value).name());
    }

    @Override
    public Object read(Node node, Where at) {
      List<?> constants = Arrays.asList(type.getEnumConstants());
      for (Object constant : constants) {
        if (node instanceof Node.Text text && ((Enum<?>) constant).name().equals(text.value())) {
          return constant;
        }
      }
      String found = node instanceof Node.Text text ? Quote.of(text.value()) : node.kind();
      throw at.malformed(
          "expected one of "
              + constants.stream().map(c -> ((Enum<?>) c).name()).toList()
              + ", found "
              + found,
          "");
    }
  }
}
