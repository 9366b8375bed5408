package dev.carrack.fuzz;

import dev.carrack.core.CarrackException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.tensor.ShardIndex;
import dev.carrack.core.tensor.Tensor;
import dev.carrack.core.tensor.TensorFormat;
import dev.carrack.core.tensor.TensorHeader;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Headers of safetensors files, and the JSON index of models in several of them. */
final class SafetensorsTarget {

  private SafetensorsTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    accepts(input);
  }

  /** Whether it is a safetensors file; throws if a claim about it fails. */
  static boolean accepts(byte[] input) {
    index(input);
    TensorHeader header;
    try {
      header = read(input);
    } catch (CarrackException e) {
      return false;
    }
    ModelClaims.inside(header, input.length);
    ModelClaims.same(
        TensorHeader.read(new ByteFile(input), "input").orElseThrow(),
        header,
        "a file reads as a stream does");
    if (!header.metadata().containsKey("/")) { // which DAG-JSON, our writer here, reserves
      ModelClaims.same(read(write(header, input.length)), header, "what was read can be written");
    }
    return true;
  }

  private static void index(byte[] input) {
    try {
      ShardIndex index = ShardIndex.read(new ByteFile(input), "input");
      index.files().forEach((tensor, file) -> Claim.equal(index.file(tensor), file, "it is found"));
      Claim.holds(index.shards().containsAll(index.files().values()), "each file is a shard");
    } catch (CarrackException e) {
      // refused, as it may be
    }
  }

  private static TensorHeader read(byte[] input) {
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    return TensorHeader.read(in, TensorFormat.SAFETENSORS, input.length, "input");
  }

  private static byte[] write(TensorHeader header, int size) {
    Node.MapBuilder all = Node.map();
    if (!header.metadata().isEmpty()) {
      all.put("__metadata__", Node.map(header.metadata()));
    }
    for (Tensor tensor : header.tensors()) {
      long from = tensor.offset() - header.length();
      Node offsets = Node.list(List.of(Node.of(from), Node.of(from + tensor.length())));
      all.put(
          tensor.name(),
          Node.map()
              .put("dtype", tensor.dtype())
              .put("shape", Node.list(tensor.shape().stream().map(Node::of).toList()))
              .put("data_offsets", offsets)
              .build());
    }
    byte[] json = DagJson.encode(all.build());
    ByteBuffer out = ByteBuffer.allocate(8 + json.length + size - (int) header.length());
    return out.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).array();
  }
}
