package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import dev.carrack.core.ipld.Node;
import java.net.URI;

/**
 * Which code made an artifact.
 *
 * @param location where it is, a URI such as {@code ipfs://CID} or a repository's
 * @param revision which state of it, such as a commit; empty where the location says it all
 */
public record Code(String location, String revision) {

  /** Code known by the CID of its content. */
  public static Code of(Cid root) {
    return new Code("ipfs://" + root, "");
  }

  /** Code at a URI, in the state that the revision names. */
  public static Code of(URI location, String revision) {
    return new Code(location.toString(), revision);
  }

  Node toNode() {
    return Node.map().put("location", location).put("revision", revision).build();
  }

  static Code from(Fields fields) {
    Code code = new Code(fields.text("location"), fields.text("revision"));
    fields.end();
    return code;
  }
}
