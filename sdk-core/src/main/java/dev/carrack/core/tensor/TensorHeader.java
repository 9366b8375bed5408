package dev.carrack.core.tensor;

import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model file says about itself. Immutable and thread-safe.
 *
 * <p>Every range was checked against the others and, where the file's size is known, against that.
 */
public final class TensorHeader {

  private final TensorFormat format;
  private final long length;
  private final List<Tensor> tensors;
  private final Map<String, List<Tensor>> external;
  private final Map<String, Node> metadata;

  TensorHeader(
      TensorFormat format,
      long length,
      List<Tensor> tensors,
      Map<String, List<Tensor>> external,
      Map<String, Node> metadata) {
    this.format = format;
    this.length = length;
    this.tensors = List.copyOf(tensors);
    this.external = Collections.unmodifiableMap(new LinkedHashMap<>(external));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Reads the header of a file of any of the {@link TensorFormat}s, told apart by content.
   *
   * @param channel is left at no place in particular, and open
   * @param what names the file in errors
   * @return empty if the file is of no known format
   * @throws MalformedException if it begins as one and breaks its rules
   * @throws dev.carrack.core.UnsupportedVersionException if it is of a version that is not known
   * @throws dev.carrack.core.LimitException if it has more tensors, text or nesting than any model
   * @throws dev.carrack.core.StorageException if the channel fails
   */
  public static Optional<TensorHeader> read(SeekableByteChannel channel, String what) {
    TensorFormat format = format(channel, what);
    if (format == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (format) {
          case SAFETENSORS -> Safetensors.read(HeaderInput.of(channel, what));
          case GGUF -> Gguf.read(HeaderInput.of(channel, what));
          case ONNX -> Onnx.read(HeaderInput.of(channel, what));
          case ZIP -> ZipDirectory.read(channel, what).header();
        });
  }

  /**
   * As above, from a stream, which is read at most 8 KiB further than the header reaches. Only
   * SAFETENSORS and GGUF say where their tensors lie before they begin.
   *
   * @param size of the whole file in bytes, or -1 where nobody knows: then nothing is checked
   *     against it
   * @throws MalformedException also for the formats that cannot be read so
   */
  public static TensorHeader read(InputStream in, TensorFormat format, long size, String what) {
    return switch (format) {
      case SAFETENSORS -> Safetensors.read(HeaderInput.of(in, size, what));
      case GGUF -> Gguf.read(HeaderInput.of(in, size, what));
      case ONNX, ZIP ->
          throw new MalformedException(
              what + " is " + format + ", which cannot be understood as a stream",
              "read it from a file");
    };
  }

  /** The format that a file's first bytes show, or null. */
  static @Nullable TensorFormat format(SeekableByteChannel channel, String what) {
    ByteBuffer first = ByteBuffer.allocate(TensorFormat.LOOK);
    try {
      channel.position(0);
      while (first.hasRemaining() && channel.read(first) >= 0) {}
    } catch (IOException e) {
      throw HeaderInput.failure(what, e);
    }
    return TensorFormat.of(Arrays.copyOf(first.array(), first.position())).orElse(null);
  }

  /** The format. */
  public TensorFormat format() {
    return format;
  }

  /**
   * Bytes before the data: what must be read to know all this. 0 for the formats whose description
   * does not come first, ONNX and ZIP.
   */
  public long length() {
    return length;
  }

  /** The tensors of the file itself, in the order of their bytes; of a ZIP its stored entries. */
  public List<Tensor> tensors() {
    return tensors;
  }

  /**
   * The tensors that lie in other files (ONNX external data), by the file's path relative to this
   * one's directory; offsets are into that file.
   */
  public Map<String, List<Tensor>> external() {
    return external;
  }

  /**
   * The file's own notes: texts, numbers and booleans; of lists above 64 elements only {@code
   * {"type": …, "count": …}}, of floats that are not finite their text.
   */
  public Map<String, Node> metadata() {
    return metadata;
  }

  /** Format and number of tensors. */
  @Override
  public String toString() {
    return format + " with " + tensors.size() + " tensors";
  }
}
