package dev.carrack.core.ipld;

import dev.carrack.core.MalformedException;
import dev.carrack.core.internal.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the data model's form of a DAG-PB node, and says which of its rules a value breaks. */
final class PbForm {

  private PbForm() {}

  static PbNode read(Node node) {
    if (!(node instanceof Node.Struct map)) {
      throw broken("it must be a map of Data and Links", node);
    }
    refuseOthers(map.value(), Set.of("Data", "Links"), "");
    Node data = map.value().get("Data");
    if (data != null && !(data instanceof Node.Bytes)) {
      throw broken("Data must be bytes", data);
    }
    Node links = map.value().get("Links");
    if (!(links instanceof Node.Array array)) {
      throw broken("Links must be a list", links);
    }
    List<PbLink> out = new ArrayList<>();
    for (Node link : array.value()) {
      PbLink next = link(link, out.size());
      checkOrder(out, next);
      out.add(next);
    }
    return data == null ? PbNode.of(out) : PbNode.of(out, data.bytes());
  }

  private static PbLink link(Node node, int index) {
    String where = "link " + index + ": ";
    if (!(node instanceof Node.Struct map)) {
      throw broken(where + "it must be a map of Hash, Name and Tsize", node);
    }
    refuseOthers(map.value(), Set.of("Hash", "Name", "Tsize"), where);
    Node hash = map.value().get("Hash");
    if (!(hash instanceof Node.Link cid)) {
      throw broken(where + "Hash must be a link", hash);
    }
    Node name = map.value().get("Name");
    if (name != null && !(name instanceof Node.Text)) {
      throw broken(where + "Name must be a string", name);
    }
    Node tsize = map.value().get("Tsize");
    if (tsize != null && !(tsize instanceof Node.Int)) {
      throw broken(where + "Tsize must be an integer", tsize);
    }
    if (tsize != null && (tsize.integer().signum() < 0 || tsize.integer().bitLength() > 63)) {
      throw broken(where + "Tsize must be from 0 to 2^63-1", tsize);
    }
    return new PbLink(
        cid.value(), name == null ? null : name.text(), tsize == null ? -1 : tsize.int64());
  }

  private static void checkOrder(List<PbLink> before, PbLink next) {
    if (!before.isEmpty()) {
      String last = before.get(before.size() - 1).nameOrEmpty();
      if (Utf8.compare(last, next.nameOrEmpty()) > 0) {
        throw new MalformedException(
            "no DAG-PB form: link %d: Name %s comes after %s"
                .formatted(before.size(), Quote.of(next.nameOrEmpty()), Quote.of(last)),
            "sort the links by the UTF-8 bytes of their names");
      }
    }
  }

  private static void refuseOthers(Map<String, Node> map, Set<String> known, String where) {
    for (String field : map.keySet()) {
      if (!known.contains(field)) {
        throw new MalformedException(
            "no DAG-PB form: " + where + "the field " + Quote.of(field) + " is unknown",
            "DAG-PB cannot hold it: leave it out or use DAG-CBOR");
      }
    }
  }

  private static MalformedException broken(String rule, @Nullable Node found) {
    String kind = found == null ? "it is missing" : "found " + found.kind();
    String value = found instanceof Node.Int integer ? " " + integer.value() : "";
    return new MalformedException(
        "no DAG-PB form: " + rule + ", " + kind + value, "give it the fields of a PBNode");
  }
}
