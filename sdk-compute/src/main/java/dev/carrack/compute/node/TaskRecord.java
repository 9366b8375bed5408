package dev.carrack.compute.node;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.util.Optional;

/**
 * The root under which a finished task is kept: {@code {v: 1, task: text, fn: link, output: link,
 * receipt: link}}. It links what must not be collected; the task is named as text, because a link
 * would keep the input alive too.
 */
record TaskRecord(Cid task, Cid function, Cid output, Cid receipt) {

  private static final String KIND = "carrack/task-record";

  Block block() {
    return Block.adopt(
        Codec.DAG_CBOR,
        DagCbor.encode(
            Node.map()
                .put("v", 1)
                .put("kind", KIND)
                .put("task", task.toString())
                .put("fn", function)
                .put("output", output)
                .put("receipt", receipt)
                .build()));
  }

  /** The record with that root, or empty if the root is something else. */
  static Optional<TaskRecord> find(BlockSource blocks, Cid root) {
    Optional<Block> block = blocks.get(root);
    if (block.isEmpty()) {
      return Optional.empty();
    }
    try {
      Node node = DagCbor.decode(block.get().bytes());
      if (node.find("kind").filter(Node.of(KIND)::equals).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new TaskRecord(
              Cid.parse(node.at("task").text()),
              node.at("fn").link(),
              node.at("output").link(),
              node.at("receipt").link()));
    } catch (MalformedException e) {
      return Optional.empty(); // somebody else's data under a pin of their own
    }
  }
}
