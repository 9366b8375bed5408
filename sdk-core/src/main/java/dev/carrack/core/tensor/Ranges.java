package dev.carrack.core.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that what a header claims can be: sizes that fit 63 bits, names and ranges apart. */
final class Ranges {

  private Ranges() {}

  /** In the order of their bytes; those without bytes before those that begin at the same place. */
  static List<Tensor> sorted(List<Tensor> tensors) {
    List<Tensor> sorted = new ArrayList<>(tensors);
    sorted.sort(Comparator.comparingLong(Tensor::offset).thenComparingLong(Tensor::length));
    return sorted;
  }

  /** The bytes of a tensor of {@code bits} an element; an odd half byte counts as one. */
  static long bytes(HeaderInput in, String name, List<Long> shape, int bits) {
    long elements = elements(in, name, shape);
    if (elements > Long.MAX_VALUE / bits - 8) {
      throw in.malformed("tensor '" + name + "' of shape " + shape + " is larger than 2^63 bits");
    }
    return (elements * bits + 7) / 8;
  }

  static long elements(HeaderInput in, String name, List<Long> shape) {
    long elements = 1;
    boolean empty = shape.contains(0L);
    for (long dimension : shape) {
      if (dimension < 0) {
        throw in.malformed("tensor '" + name + "' has the dimension " + dimension);
      }
      if (!empty && elements > Long.MAX_VALUE / dimension) {
        throw in.malformed("tensor '" + name + "' of shape " + shape + " is larger than 2^63");
      }
      elements = empty ? 0 : elements * dimension;
    }
    return elements;
  }

  /**
   * Requires names that differ and ranges that lie apart and within {@code end}; tensors may share
   * one whole range, as tied weights do.
   *
   * @param tensors sorted
   */
  static void requireApart(HeaderInput in, List<Tensor> tensors, long end) {
    Tensor before = null;
    for (Tensor tensor : tensors) {
      if (!tensor.hasRange()) {
        continue;
      }
      if (tensor.length() < 0 || tensor.offset() > end || tensor.length() > end - tensor.offset()) {
        throw in.malformed(
            "'%s' claims %d bytes from byte %d on, there are %d"
                .formatted(tensor.name(), tensor.length(), tensor.offset(), end));
      }
      boolean same =
          before != null
              && before.offset() == tensor.offset()
              && before.length() == tensor.length();
      if (before != null && !same && tensor.length() > 0 && tensor.offset() < before.end()) {
        throw in.malformed("'" + tensor.name() + "' overlaps '" + before.name() + "'");
      }
      before = before == null || tensor.end() >= before.end() ? tensor : before;
    }
  }

  static void requireNames(HeaderInput in, List<Tensor> tensors) {
    Set<String> names = new HashSet<>();
    for (Tensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw in.malformed("the tensor '" + tensor.name() + "' occurs twice");
      }
    }
  }
}
