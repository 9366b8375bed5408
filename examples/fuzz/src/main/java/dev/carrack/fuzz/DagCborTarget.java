package dev.carrack.fuzz;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Links;
import dev.carrack.core.ipld.Node;

/** DAG-CBOR documents, and the reader that looks for links alone. */
final class DagCborTarget {

  private DagCborTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    accepts(input);
  }

  /** Whether it is DAG-CBOR; throws if a claim about it fails. */
  static boolean accepts(byte[] input) {
    try {
      Links.of(Cid.of(Codec.DAG_CBOR, input), input);
    } catch (CarrackException e) {
      // refused, as it may be
    }
    Node node;
    try {
      node = DagCbor.decode(input);
    } catch (CarrackException e) {
      return false;
    }
    Claim.equal(DagCbor.encode(node), input, "a value has one DAG-CBOR encoding");
    Claim.equal(
        Links.of(Cid.of(Codec.DAG_CBOR, input), input), node.links(), "both readers see the links");
    byte[] json;
    try {
      json = DagJson.encode(node);
    } catch (CarrackException e) {
      return true; // a map that DAG-JSON reserves
    }
    Claim.equal(DagJson.decode(json), node, "a value survives DAG-JSON");
    return true;
  }
}
