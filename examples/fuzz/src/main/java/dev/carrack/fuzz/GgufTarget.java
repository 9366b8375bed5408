package dev.carrack.fuzz;

import dev.carrack.core.CarrackException;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.tensor.Tensor;
import dev.carrack.core.tensor.TensorFormat;
import dev.carrack.core.tensor.TensorHeader;
import java.io.ByteArrayInputStream;
import java.util.Map;

/** Headers of GGUF files. */
final class GgufTarget {

  // Those that the writer here knows; a header with others is not written again.
  private static final Map<String, Integer> TYPES =
      Map.of("F32", 0, "F16", 1, "Q4_0", 2, "Q8_0", 8, "Q4_K", 12, "I8", 24, "I32", 26, "BF16", 30);

  private GgufTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    accepts(input);
  }

  /** Whether it is a GGUF file; throws if a claim about it fails. */
  static boolean accepts(byte[] input) {
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
    if (isWritable(header)) {
      byte[] again = GgufWriter.write(header, TYPES, input.length - (int) header.length());
      ModelClaims.same(read(again), header, "what was read can be written");
    }
    return true;
  }

  private static TensorHeader read(byte[] input) {
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    return TensorHeader.read(in, TensorFormat.GGUF, input.length, "input");
  }

  private static boolean isWritable(TensorHeader header) {
    return header.metadata().values().stream().allMatch(GgufTarget::isWritable)
        && header.tensors().stream().map(Tensor::dtype).allMatch(TYPES::containsKey);
  }

  // A list that is too long is only counted, and floats that are not finite became texts.
  private static boolean isWritable(Node value) {
    if (value instanceof Node.Array list) {
      return list.value().stream().allMatch(GgufTarget::isWritable)
          && list.value().stream().map(GgufWriter::type).distinct().count() <= 1;
    }
    return !(value instanceof Node.Struct);
  }
}
