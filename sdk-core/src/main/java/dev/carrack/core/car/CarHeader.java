package dev.carrack.core.car;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.util.List;

/** The header of a CARv1: {@code {roots: [&Any], version: 1}} in DAG-CBOR. */
final class CarHeader {

  private CarHeader() {}

  static byte[] encode(List<Cid> roots) {
    return DagCbor.encode(
        Node.map()
            .put("roots", Node.list(roots.stream().map(Node::of).toList()))
            .put("version", 1)
            .build());
  }

  static List<Cid> decode(byte[] bytes) {
    Node header = DagCbor.decode(bytes);
    long version = header.at("version").int64();
    if (version != 1) {
      throw new UnsupportedVersionException(
          "CAR version " + version + " is unknown here", "versions 1 and 2 can be read");
    }
    if (header.entries().size() != 2) {
      throw new MalformedException(
          "CAR header has the fields " + header.entries().keySet(),
          "it must have roots and version only");
    }
    return header.at("roots").items().stream().map(Node::link).toList();
  }
}
