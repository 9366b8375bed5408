package dev.carrack.core.ipld;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A DAG-PB node: links and, perhaps, data. Absent data is not the same as empty data. Immutable and
 * thread-safe. Spec: ipld DAG-PB, PBNode.
 */
public final class PbNode {

  private final List<PbLink> links;
  private final @Nullable ByteBuffer data;

  PbNode(List<PbLink> links, @Nullable ByteBuffer data) {
    this.links = List.copyOf(links);
    this.data = data == null ? null : data.asReadOnlyBuffer();
  }

  /** A node without data. */
  public static PbNode of(List<PbLink> links) {
    return new PbNode(links, null);
  }

  /** A node with data (copied). */
  public static PbNode of(List<PbLink> links, byte[] data) {
    return new PbNode(links, ByteBuffer.wrap(data.clone()));
  }

  /** The links: as they stood in the block if decoded, as given otherwise. */
  public List<PbLink> links() {
    return links;
  }

  /** A read-only view of the data, if there is any. */
  public Optional<ByteBuffer> data() {
    return data == null ? Optional.empty() : Optional.of(data.duplicate());
  }

  /**
   * The node in the data model: {@code {Data?, Links: [{Hash, Name?, Tsize?}]}}, the form in which
   * DAG-PB is converted to the other codecs.
   */
  public Node toNode() {
    Node.MapBuilder out = Node.map();
    data().ifPresent(bytes -> out.put("Data", Node.of(copy(bytes))));
    out.put("Links", Node.list(links.stream().map(PbNode::toNode).toList()));
    return out.build();
  }

  private static Node toNode(PbLink link) {
    Node.MapBuilder out = Node.map().put("Hash", link.cid());
    link.name().ifPresent(name -> out.put("Name", name));
    link.tsize().ifPresent(tsize -> out.put("Tsize", tsize));
    return out.build();
  }

  /**
   * The node that a value of the data model stands for; the inverse of {@link #toNode()}.
   *
   * @throws dev.carrack.core.MalformedException naming the rule of that form that the value breaks;
   *     links not sorted by name break one
   */
  public static PbNode from(Node node) {
    return PbForm.read(node);
  }

  private static byte[] copy(ByteBuffer bytes) {
    byte[] out = new byte[bytes.remaining()];
    bytes.get(out);
    return out;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PbNode that
        && links.equals(that.links)
        && Objects.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(links, data);
  }

  @Override
  public String toString() {
    return "PbNode["
        + links.size()
        + " links, "
        + (data == null ? "no" : data.remaining())
        + " data]";
  }
}
