package dev.carrack.core.tensor;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The model formats whose headers are read. */
public enum TensorFormat {
  /** A JSON header, then the tensors without gaps. */
  SAFETENSORS,
  /** The format of llama.cpp, versions 2 and 3, of either byte order. */
  GGUF,
  /** A protobuf model; its tensors lie inside it or in files beside it. */
  ONNX,
  /**
   * A zip container, such as PyTorch's {@code .pt} and {@code .bin} or a DL4J model: its entries
   * are known, what is in them is not.
   */
  ZIP;

  /** How many bytes of a file {@link #of} wants to see. */
  public static final int LOOK = 16;

  // The tags of producer name and version, domain, model version, doc string, graph and opset.
  private static final Set<Byte> AFTER_VERSION =
      Set.of(
          (byte) 0x12,
          (byte) 0x1a,
          (byte) 0x22,
          (byte) 0x28,
          (byte) 0x32,
          (byte) 0x3a,
          (byte) 0x42);

  private static final long MAX_SAFETENSORS_HEADER = 100_000_000;

  /**
   * The format that a file's first {@link #LOOK} bytes show, or empty if it is none of these.
   * Nothing but the bytes that tell is checked; those of {@link #ONNX} tell little.
   *
   * @param first bytes of the file, all of it if it is shorter
   */
  public static Optional<TensorFormat> of(byte[] first) {
    return Optional.ofNullable(of(first, first.length));
  }

  private static @Nullable TensorFormat of(byte[] first, int count) {
    if (count >= 4 && first[0] == 'G' && first[1] == 'G' && first[2] == 'U' && first[3] == 'F') {
      return GGUF;
    }
    if (count >= 4 && first[0] == 'P' && first[1] == 'K' && isZipSignature(first)) {
      return ZIP;
    }
    if (count >= 9 && first[8] == '{' && isHeaderLength(first)) {
      return SAFETENSORS;
    }
    // A model begins with its IR version, a small number, and then one of the fields that follow.
    boolean version = count >= 3 && first[0] == 0x08 && first[1] > 0 && first[1] < 64;
    return version && AFTER_VERSION.contains(first[2]) ? ONNX : null;
  }

  private static boolean isZipSignature(byte[] first) {
    return (first[2] == 3 && first[3] == 4) || (first[2] == 5 && first[3] == 6);
  }

  private static boolean isHeaderLength(byte[] first) {
    long length = 0;
    for (int i = 7; i >= 0; i--) {
      length = length << 8 | (first[i] & 0xff);
    }
    return length >= 2 && length <= MAX_SAFETENSORS_HEADER;
  }
}
