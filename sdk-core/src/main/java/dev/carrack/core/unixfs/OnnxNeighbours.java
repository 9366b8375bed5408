package dev.carrack.core.unixfs;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.tensor.Tensor;
import dev.carrack.core.tensor.TensorFormat;
import dev.carrack.core.tensor.TensorHeader;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ONNX models of a directory say of the data files beside them. A data file has no header
 * of its own. Remembers one directory, as a tree is imported directory by directory. Not
 * thread-safe.
 */
final class OnnxNeighbours {

  private static final int MOST_MODELS = 64;

  private @Nullable Path directory;
  private Map<String, List<Tensor>> files = Map.of();

  /** The tensors in a file of no format, in the order of their bytes; empty if nobody knows any. */
  List<Tensor> tensors(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      return List.of();
    }
    if (!parent.equals(directory)) {
      files = read(parent);
      directory = parent;
    }
    return files.getOrDefault(FileNames.last(file), List.of());
  }

  private static Map<String, List<Tensor>> read(Path directory) throws IOException {
    Map<String, List<Tensor>> found = new HashMap<>();
    try (DirectoryStream<Path> models = Files.newDirectoryStream(directory, "*.onnx")) {
      int count = 0;
      for (Path model : models) {
        if (count++ < MOST_MODELS && Files.isRegularFile(model, LinkOption.NOFOLLOW_LINKS)) {
          external(model).forEach(found::putIfAbsent);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  // A broken model is told of when it is imported itself; here it just says nothing.
  private static Map<String, List<Tensor>> external(Path model) throws IOException {
    String name = FileNames.last(model);
    try (SeekableByteChannel in = Files.newByteChannel(model)) {
      return TensorHeader.read(in, name)
          .filter(header -> header.format() == TensorFormat.ONNX)
          .map(TensorHeader::external)
          .orElse(Map.of());
    } catch (MalformedException | LimitException | UnsupportedVersionException e) {
      return Map.of();
    }
  }
}
