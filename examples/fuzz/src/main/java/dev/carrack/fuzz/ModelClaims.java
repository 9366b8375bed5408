package dev.carrack.fuzz;

import dev.carrack.core.ipld.Node;
import dev.carrack.core.tensor.Tensor;
import dev.carrack.core.tensor.TensorHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What holds of the header of every model file. */
final class ModelClaims {

  private ModelClaims() {}

  static void inside(TensorHeader header, long size) {
    long at = 0;
    String last = "";
    List<Tensor> tensors = new ArrayList<>(header.tensors());
    tensors.sort(Comparator.comparingLong(Tensor::offset).thenComparingLong(Tensor::length));
    for (Tensor tensor : tensors) {
      if (!tensor.hasRange()) {
        continue;
      }
      Claim.holds(tensor.length() >= 0, "a length is not negative");
      Claim.holds(tensor.offset() >= header.length(), "data come after the header");
      Claim.holds(tensor.end() <= size, "a tensor ends in the file");
      if (tensor.length() > 0) {
        String range = tensor.offset() + "-" + tensor.end();
        boolean tied = range.equals(last); // tied weights share the whole of a range
        Claim.holds(tied || tensor.offset() >= at, "tensors do not overlap");
        at = tensor.end();
        last = range;
      }
    }
  }

  static void same(TensorHeader actual, TensorHeader expected, String words) {
    Claim.equal(relative(actual), relative(expected), words);
    Map<String, Node> metadata = expected.metadata();
    Claim.equal(actual.metadata(), metadata, words);
  }

  /** The tensors with offsets into the data, by name: the header's length does not matter. */
  private static List<Tensor> relative(TensorHeader header) {
    return header.tensors().stream()
        .map(
            t ->
                new Tensor(
                    t.name(), t.dtype(), t.shape(), t.offset() - header.length(), t.length()))
        .sorted(Comparator.comparing(Tensor::name))
        .toList();
  }
}
