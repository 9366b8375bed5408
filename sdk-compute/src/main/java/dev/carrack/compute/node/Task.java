package dev.carrack.compute.node;

import dev.carrack.compute.Limits;
import dev.carrack.compute.wasm.Sandbox;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.util.Map;
import java.util.Set;

/**
 * One function over one input: everything that decides the output, and nothing else. Its {@link
 * #cid()} names it, so asking twice for the same task is asking once. Immutable. Spec:
 * docs/buffer-abi.md, "Task identity".
 *
 * @param function the module
 * @param input a UnixFS file, or a directory whose files are each run through the function
 * @param parameters a map
 * @param limits what the run may use
 */
public record Task(Cid function, Cid input, Node parameters, Limits limits) {

  private static final Set<String> KEYS = Set.of("v", "fn", "abi", "args", "in", "limits");
  private static final int VERSION = 1;

  /** Checks that the parameters are a map. */
  public Task {
    if (!(parameters instanceof Node.Struct)) {
      throw new IllegalArgumentException("a task's parameters are a map");
    }
  }

  /** Parameters that are all text, as data. */
  public static Node texts(Map<String, String> parameters) {
    Node.MapBuilder map = Node.map();
    parameters.forEach((name, value) -> map.put(name, value));
    return map.build();
  }

  /** The CID of the task's DAG-CBOR form. */
  public Cid cid() {
    return Cid.of(Codec.DAG_CBOR, DagCbor.encode(toNode()));
  }

  /** As data: {@code {v, fn, abi, args, in, limits}}. */
  public Node toNode() {
    return Node.map()
        .put("v", VERSION)
        .put("fn", function)
        .put("abi", Sandbox.ABI)
        .put("args", parameters)
        .put("in", input)
        .put("limits", limits.toNode())
        .build();
  }

  /**
   * Reads what {@link #toNode()} wrote.
   *
   * @throws MalformedException naming the field that is missing, unknown or wrong
   */
  public static Task from(Node node) {
    for (String key : node.entries().keySet()) {
      if (!KEYS.contains(key)) {
        throw new MalformedException(
            "task has the unknown field '" + key + "'", "known are v, fn, abi, args, in, limits");
      }
    }
    if (node.at("v").int64() != VERSION || !node.at("abi").text().equals(Sandbox.ABI)) {
      throw new MalformedException(
          "task is of another version or ABI", "this node knows v 1 and abi " + Sandbox.ABI);
    }
    if (!(node.at("args") instanceof Node.Struct parameters)) {
      throw new MalformedException("task field 'args' is no map", "write it as {\"name\": …}");
    }
    return new Task(
        node.at("fn").link(), node.at("in").link(), parameters, Limits.from(node.at("limits")));
  }
}
