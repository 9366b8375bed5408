package dev.carrack.core.tensor;

import dev.carrack.core.ipld.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The initializers of an ONNX model, from one pass over its protobuf message that steps over their
 * data. Tensors of subgraphs and constants of nodes are not listed. Spec: onnx/onnx, onnx.proto3.
 */
final class Onnx {

  private static final int IR_VERSION = 1;
  private static final int PRODUCER = 2;
  private static final int PRODUCER_VERSION = 3;
  private static final int DOMAIN = 4;
  private static final int MODEL_VERSION = 5;
  private static final int GRAPH = 7;
  private static final int PROPERTIES = 14;
  private static final int GRAPH_NAME = 2;
  private static final int INITIALIZER = 5;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private final ProtoScan in;
  private final Map<String, Node> metadata = new LinkedHashMap<>();
  private final List<Tensor> inside = new ArrayList<>();
  private final Map<String, List<Tensor>> external = new LinkedHashMap<>();
  private final List<Tensor> all = new ArrayList<>();
  private boolean graph;

  private Onnx(HeaderInput in) {
    this.in = new ProtoScan(in);
  }

  static TensorHeader read(HeaderInput in) {
    return new Onnx(in).model(in);
  }

  private TensorHeader model(HeaderInput header) {
    in.message(header.size(), this::model);
    if (!graph) {
      throw in.malformed("the model has no graph");
    }
    Ranges.requireNames(header, all);
    List<Tensor> sorted = Ranges.sorted(inside);
    Ranges.requireApart(header, sorted, header.size());
    Map<String, List<Tensor>> files = new LinkedHashMap<>();
    external.forEach(
        (file, tensors) -> {
          List<Tensor> apart = Ranges.sorted(tensors);
          Ranges.requireApart(header, apart, Long.MAX_VALUE);
          files.put(file, apart);
        });
    return new TensorHeader(TensorFormat.ONNX, 0, sorted, files, metadata);
  }

  private void model(int field) {
    switch (field) {
      case IR_VERSION -> note("ir_version", Node.of(in.varint()));
      case PRODUCER -> note("producer_name", Node.of(in.text("a name")));
      case PRODUCER_VERSION -> note("producer_version", Node.of(in.text("a version")));
      case DOMAIN -> note("domain", Node.of(in.text("a domain")));
      case MODEL_VERSION -> note("model_version", Node.of(in.varint()));
      case GRAPH -> {
        graph = true;
        in.message(this::graph);
      }
      case PROPERTIES -> property(metadata);
      default -> in.skip();
    }
  }

  private void graph(int field) {
    switch (field) {
      case GRAPH_NAME -> note("graph", Node.of(in.text("a name")));
      case INITIALIZER -> initializer();
      default -> in.skip();
    }
  }

  private void initializer() {
    if (all.size() == Bounds.TENSORS) {
      throw in.over("there are more than " + Bounds.TENSORS + " tensors");
    }
    OnnxTensor tensor = OnnxTensor.read(in);
    if (tensor.location().isEmpty()) {
      inside.add(tensor.tensor());
    } else {
      external.computeIfAbsent(tensor.location(), file -> new ArrayList<>()).add(tensor.tensor());
    }
    all.add(tensor.tensor());
  }

  private void property(Map<String, Node> into) {
    String[] pair = {"", ""};
    in.message(
        field -> {
          switch (field) {
            case KEY -> pair[0] = in.text("a key");
            case VALUE -> pair[1] = in.text("a value");
            default -> in.skip();
          }
        });
    if (into.size() == Bounds.METADATA) {
      throw in.over("there are more than " + Bounds.METADATA + " notes");
    }
    into.put(pair[0], Node.of(pair[1]));
  }

  private void note(String key, Node value) {
    metadata.put(key, value);
  }
}
