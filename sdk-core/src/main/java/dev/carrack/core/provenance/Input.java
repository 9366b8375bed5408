package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import dev.carrack.core.ipld.Node;

/**
 * Something an artifact was made from.
 *
 * @param name what the maker calls it
 * @param root the root CID of its content
 */
public record Input(String name, Cid root) {

  Node toNode() {
    return Node.map().put("name", name).put("cid", root.toString()).build();
  }

  static Input from(Fields fields) {
    Input input = new Input(fields.text("name"), fields.cid("cid"));
    fields.end();
    return input;
  }
}
