package dev.carrack.core.tensor;

import java.util.List;

/**
 * One tensor of a model file.
 *
 * @param name as the file has it, unique in the file
 * @param dtype the element type as the format calls it: {@code BF16}, {@code Q4_K}, {@code FLOAT}
 * @param shape the dimensions, outermost first whatever order the format writes; empty for a scalar
 * @param offset of its first byte in the file that holds it, or -1 where it has no bytes of its own
 *     because the header encodes its elements one by one
 * @param length in bytes, or -1 with the offset
 */
public record Tensor(String name, String dtype, List<Long> shape, long offset, long length) {

  /** Copies the shape. */
  public Tensor {
    shape = List.copyOf(shape);
  }

  /** Whether the elements are a range of the file's bytes. */
  public boolean hasRange() {
    return offset >= 0;
  }

  /** Where the bytes end: the offset of the first byte behind them. */
  public long end() {
    return offset + length;
  }
}
