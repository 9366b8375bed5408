package dev.carrack.core.provenance;

import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;

/**
 * A log remembers that its first {@code size} entries are anchored.
 *
 * @param size number of entries the anchored root covers
 * @param anchor where
 */
public record Anchored(long size, Anchor anchor) {

  byte[] bytes() {
    return DagJson.encode(Node.map().put("size", size).put("anchor", toNode(anchor)).build());
  }

  static Anchored decode(byte[] json) {
    Fields fields = Fields.of(DagJson.decode(json), "");
    Anchored anchored = new Anchored(fields.count("size"), from(fields.fields("anchor")));
    fields.end();
    return anchored;
  }

  static Node toNode(Anchor anchor) {
    return Node.map()
        .put("ledger", anchor.ledger())
        .put("root", anchor.root().toString())
        .put("batch", anchor.batch().toString())
        .put("height", anchor.height())
        .put("time", anchor.time().toString())
        .put("transaction", anchor.transaction())
        .put("sender", anchor.sender())
        .build();
  }

  static Anchor from(Fields fields) {
    Anchor anchor =
        new Anchor(
            fields.text("ledger"),
            fields.digest("root"),
            fields.cid("batch"),
            fields.count("height"),
            fields.instant("time"),
            fields.text("transaction"),
            fields.text("sender"));
    fields.end();
    return anchor;
  }
}
