package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes one field of a document and leaves the rest. */
final class Tamper {

  private Tamper() {}

  static Node change(Node node, String path, UnaryOperator<Node> change) {
    return edit(node, path, found -> Optional.of(change.apply(found)));
  }

  static Node remove(Node node, String path) {
    return edit(node, path, found -> Optional.empty());
  }

  static Node with(Node node, String key, Node value) {
    Map<String, Node> out = new LinkedHashMap<>(node.entries());
    out.put(key, value);
    return Node.map(out);
  }

  private interface Edit {
    Optional<Node> apply(Node found);
  }

  private static Node edit(Node node, String path, Edit edit) {
    int slash = path.indexOf('/');
    String key = slash < 0 ? path : path.substring(0, slash);
    Edit inner =
        slash < 0 ? edit : found -> Optional.of(edit(found, path.substring(slash + 1), edit));
    if (node instanceof Node.Array array) {
      List<Node> items = new ArrayList<>(array.value());
      int at = Integer.parseInt(key);
      inner.apply(items.remove(at)).ifPresent(changed -> items.add(at, changed));
      return Node.list(items);
    }
    Map<String, Node> entries = new LinkedHashMap<>(node.entries());
    inner
        .apply(node.at(key))
        .ifPresentOrElse(changed -> entries.put(key, changed), () -> entries.remove(key));
    return Node.map(entries);
  }

  /** Another value of the same form: a plausible lie rather than a syntax error. */
  static Node another(Node node) {
    if (node instanceof Node.Int number) {
      return Node.of(number.value().longValue() + 1);
    }
    String text = node.text();
    if (text.endsWith("Z") && text.startsWith("20")) {
      return Node.of("2020-01-01T00:00:00Z");
    }
    try {
      Cid.parse(text);
      return Node.of(Cid.of(Codec.RAW, new byte[] {9}).toString());
    } catch (MalformedException noCid) {
      // Something else, then: change its first letter or digit that stays within any alphabet here.
      int at = text.startsWith("0x") ? 2 : 0;
      char swapped = text.charAt(at) == 'a' ? 'b' : 'a';
      if (text.startsWith("eyJ")) {
        at = 8; // inside the JSON, so that it reads as another document and not as garbage
        swapped = text.charAt(at) == 'c' ? 'd' : 'c';
      }
      return Node.of(text.substring(0, at) + swapped + text.substring(at + 1));
    }
  }
}
