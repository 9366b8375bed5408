package dev.carrack.core.ipld;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.internal.ProtoReader;
import dev.carrack.core.internal.ProtoWriter;
import dev.carrack.core.internal.Utf8;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DAG-PB, the protobuf codec of UnixFS nodes. Spec: ipld DAG-PB.
 *
 * <p>Decoding is strict: fields in their order, each once, none unknown, every link with a CID.
 * Encoding is canonical: links sorted by the UTF-8 bytes of their names, equal names in the given
 * order, links before data.
 */
public final class DagPb {

  private static final int DATA = 1;
  private static final int LINKS = 2;
  private static final int HASH = 1;
  private static final int NAME = 2;
  private static final int TSIZE = 3;

  private DagPb() {}

  /**
   * Decodes one node.
   *
   * @throws MalformedException naming the rule broken
   */
  public static PbNode decode(byte[] bytes) {
    return decode(ByteBuffer.wrap(bytes));
  }

  /**
   * Decodes one node from the buffer's remaining bytes; the node keeps a view of them.
   *
   * @throws MalformedException naming the rule broken
   */
  public static PbNode decode(ByteBuffer bytes) {
    ProtoReader in = new ProtoReader(bytes, "DAG-PB node");
    List<PbLink> links = new ArrayList<>();
    ByteBuffer data = null;
    boolean dataAfterLinks = false;
    while (in.next()) {
      if (in.field() == DATA) {
        if (data != null) {
          throw in.malformed("has two Data fields");
        }
        data = in.bytes();
        dataAfterLinks = !links.isEmpty();
      } else if (in.field() == LINKS) {
        if (dataAfterLinks) {
          throw in.malformed("has Links on both sides of Data");
        }
        ByteBuffer link = in.bytes();
        links.add(link(link, in.offset() - link.remaining()));
      } else {
        throw in.malformed("has the unknown field " + in.field());
      }
    }
    return new PbNode(links, data);
  }

  private static PbLink link(ByteBuffer bytes, int offset) {
    ProtoReader in = new ProtoReader(bytes, "DAG-PB link", offset);
    Cid cid = null;
    String name = null;
    long tsize = -1;
    int last = 0;
    while (in.next()) {
      int field = in.field();
      if (field <= last) {
        throw in.malformed("has field " + field + " twice or out of order");
      }
      last = field;
      if (field == HASH) {
        cid = hash(in);
      } else if (field == NAME) {
        name = name(in);
      } else if (field == TSIZE) {
        tsize = in.unsigned();
      } else {
        throw in.malformed("has the unknown field " + field);
      }
    }
    if (cid == null) {
      throw in.malformed("has no Hash");
    }
    return new PbLink(cid, name, tsize);
  }

  private static Cid hash(ProtoReader in) {
    ByteBuffer bytes = in.bytes();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    try {
      return Cid.decode(copy);
    } catch (MalformedException e) {
      throw in.malformed("has a Hash that is no CID: " + e.problem());
    }
  }

  private static String name(ProtoReader in) {
    ByteBuffer bytes = in.bytes();
    try {
      return Utf8.decode(bytes, "name");
    } catch (MalformedException e) {
      throw in.malformed("has a Name that is not UTF-8");
    }
  }

  /** The canonical bytes of a node. */
  public static byte[] encode(PbNode node) {
    List<PbLink> links = new ArrayList<>(node.links());
    links.sort((a, b) -> Utf8.compare(a.nameOrEmpty(), b.nameOrEmpty()));
    @Nullable ByteBuffer data = node.data().orElse(null);
    ProtoWriter out = new ProtoWriter(Math.toIntExact(size(node)));
    for (PbLink link : links) {
      out.bytes(LINKS, encode(link));
    }
    if (data != null) {
      byte[] copy = new byte[data.remaining()];
      data.get(copy);
      out.bytes(DATA, copy);
    }
    return out.toBytes();
  }

  private static byte[] encode(PbLink link) {
    ProtoWriter out = new ProtoWriter(linkBody(link));
    out.bytes(HASH, link.cid().bytes());
    link.name().ifPresent(name -> out.bytes(NAME, Utf8.encode(name, "DAG-PB link name")));
    link.tsize().ifPresent(tsize -> out.varint(TSIZE, tsize));
    return out.toBytes();
  }

  /** The number of bytes that {@link #encode} gives, without encoding. */
  public static long size(PbNode node) {
    long total = node.data().map(data -> field(data.remaining())).orElse(0);
    for (PbLink link : node.links()) {
      total += size(link);
    }
    return total;
  }

  /** The number of bytes that one link adds to its node. */
  public static int size(PbLink link) {
    return field(linkBody(link));
  }

  private static int linkBody(PbLink link) {
    return field(link.cid().size())
        + link.name().map(name -> field(Utf8.length(name))).orElse(0)
        + (link.tsize().isPresent() ? 1 + ProtoWriter.size(link.tsize().getAsLong()) : 0);
  }

  private static int field(int length) {
    return 1 + ProtoWriter.size(length) + length;
  }
}
