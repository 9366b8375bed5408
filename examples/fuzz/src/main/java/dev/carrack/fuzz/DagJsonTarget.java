package dev.carrack.fuzz;

import dev.carrack.core.CarrackException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;

/** DAG-JSON documents, canonical and written by hand. */
final class DagJsonTarget {

  private DagJsonTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    accepts(input);
  }

  /** Whether it is DAG-JSON, canonical or not; throws if a claim about it fails. */
  static boolean accepts(byte[] input) {
    try {
      Claim.equal(DagJson.encode(DagJson.decode(input)), input, "a value has one DAG-JSON form");
    } catch (CarrackException e) {
      // refused, as it may be
    }
    Node node;
    try {
      node = DagJson.decodeLenient(input);
    } catch (CarrackException e) {
      return false;
    }
    Claim.equal(DagJson.decode(DagJson.encode(node)), node, "what was read can be written");
    Claim.equal(DagCbor.decode(DagCbor.encode(node)), node, "a value survives DAG-CBOR");
    return true;
  }
}
