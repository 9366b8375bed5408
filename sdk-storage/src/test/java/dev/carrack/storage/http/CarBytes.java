package dev.carrack.storage.http;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Varint;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes a CARv1 from the specification, apart from the code under test. */
final class CarBytes {

  private CarBytes() {}

  static byte[] of(Cid root, Block... blocks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] header =
        DagCbor.encode(
            Node.map().put("roots", Node.list(List.of(Node.of(root)))).put("version", 1).build());
    section(out, header, new byte[0]);
    for (Block block : blocks) {
      section(out, block.cid().bytes(), block.bytes());
    }
    return out.toByteArray();
  }

  /** A section whose bytes are not those of its CID. */
  static byte[] lie(Cid cid, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    section(out, cid.bytes(), data);
    return out.toByteArray();
  }

  private static void section(ByteArrayOutputStream out, byte[] first, byte[] second) {
    out.writeBytes(Varint.encode(first.length + second.length));
    out.writeBytes(first);
    out.writeBytes(second);
  }
}
