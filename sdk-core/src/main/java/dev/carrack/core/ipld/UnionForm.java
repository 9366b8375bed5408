package dev.carrack.core.ipld;

import java.util.LinkedHashMap;
import java.util.Map;

/** The form of a sealed interface of records: a map of one entry, the record's simple name. */
final class UnionForm implements Form {

  private final Class<?> type;
  private final Map<String, Form> forms = new LinkedHashMap<>();

  UnionForm(Class<?> type) {
    this.type = type;
  }

  void fill(Forms known, Where at) {
    for (Class<?> member : type.getPermittedSubclasses()) {
      if (!member.isRecord() || forms.containsKey(member.getSimpleName())) {
        throw new IllegalArgumentException(
            "component '%s' is a %s, whose %s is no record or not the only one of its name"
                .formatted(at, type.getTypeName(), member.getSimpleName()));
      }
      forms.put(member.getSimpleName(), known.of(member, at));
    }
  }

  @Override
  public Node write(Object value, Where at) {
    String name = value.getClass().getSimpleName();
    return Node.map(Map.of(name, form(name, at).write(value, at.at(name))));
  }

  @Override
  public Object read(Node node, Where at) {
    Map<String, Node> map = Containers.map(node, at);
    if (map.size() != 1) {
      throw at.malformed(
          "expected a map of one entry out of " + forms.keySet() + ", found " + map.size(), "");
    }
    Map.Entry<String, Node> entry = map.entrySet().iterator().next();
    return form(entry.getKey(), at).read(entry.getValue(), at.at(entry.getKey()));
  }

  private Form form(String name, Where at) {
    Form form = forms.get(name);
    if (form == null) {
      throw at.malformed("expected one of " + forms.keySet() + ", found " + Quote.of(name), "");
    }
    return form;
  }
}
