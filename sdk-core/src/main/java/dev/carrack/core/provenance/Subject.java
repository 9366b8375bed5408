package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Multihash;
import dev.carrack.core.ipld.Node;
import java.util.HexFormat;

/**
 * What an in-toto statement is about: a name and the root CID of its content.
 *
 * <p>In JSON its DigestSet always holds the key {@code cid} with the root's text. The key {@code
 * sha256} is there only when it is the truth, that is when the content is one raw block: the hash
 * inside any other root CID is that of a block of the tree, and a tool comparing it with the file's
 * would be misled.
 *
 * @param name the content's name within its author's world, not empty
 * @param root the content
 */
public record Subject(String name, Cid root) {

  /** Checks that there is a name. */
  public Subject {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a subject needs a name: " + root);
    }
  }

  Node toNode() {
    Node.MapBuilder digest = Node.map().put("cid", root.toString());
    if (isWholeFile(root)) {
      digest.put("sha256", sha256(root));
    }
    return Node.map().put("name", name).put("digest", digest.build()).build();
  }

  static Subject from(Fields fields) {
    String name = fields.text("name");
    Fields digest = fields.fields("digest");
    Cid root = digest.cid("cid");
    if (isWholeFile(root)) {
      digest.constant("sha256", sha256(root));
    }
    digest.end();
    fields.end();
    if (name.isEmpty()) {
      throw fields.malformed("name");
    }
    return new Subject(name, root);
  }

  private static boolean isWholeFile(Cid root) {
    return root.codec().equals(Codec.RAW) && root.hash().code() == Multihash.SHA2_256;
  }

  private static String sha256(Cid root) {
    return HexFormat.of().formatHex(root.hash().digest());
  }
}
