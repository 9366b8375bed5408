package dev.carrack.fuzz;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.internal.Utf8;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.Links;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import java.util.List;

/** DAG-PB nodes. */
final class DagPbTarget {

  private DagPbTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    accepts(input);
  }

  /** Whether it is DAG-PB; throws if a claim about it fails. */
  static boolean accepts(byte[] input) {
    PbNode node;
    try {
      node = DagPb.decode(input);
    } catch (CarrackException e) {
      return false;
    }
    byte[] canonical = DagPb.encode(node);
    Claim.equal((long) canonical.length, DagPb.size(node), "the size can be told beforehand");
    Claim.equal(canonical.length, input.length, "sorting changes no length");
    Claim.equal(DagPb.encode(DagPb.decode(canonical)), canonical, "canonical bytes stay");
    Claim.equal(
        Links.of(Cid.of(Codec.DAG_PB, input), input),
        node.links().stream().map(PbLink::cid).toList(),
        "links come in the order of the block");
    boolean dataFirst = input.length > 0 && input[0] == 0x0a && !node.links().isEmpty();
    if (sorted(node.links())) {
      Claim.equal(PbNode.from(node.toNode()), node, "a node survives the data model");
      if (!dataFirst) {
        Claim.equal(canonical, input, "sorted nodes have one encoding");
      }
    }
    return true;
  }

  private static boolean sorted(List<PbLink> links) {
    for (int i = 1; i < links.size(); i++) {
      if (Utf8.compare(links.get(i - 1).nameOrEmpty(), links.get(i).nameOrEmpty()) > 0) {
        return false;
      }
    }
    return true;
  }
}
