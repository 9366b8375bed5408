package dev.carrack.storage;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.tensor.ShardIndex;
import dev.carrack.core.tensor.ShardName;
import dev.carrack.core.tensor.TensorHeader;
import dev.carrack.core.unixfs.EntryKind;
import dev.carrack.core.unixfs.UnixFs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The files of a stored model: which could hold tensors, and the indexes that say which do. */
final class ModelTree {

  private static final int MAX_FILES = 1 << 16;
  private static final List<String> MODELS = List.of(".safetensors", ".gguf", ".onnx");
  private static final List<String> CONTAINERS = List.of(".pt", ".pth", ".bin", ".ckpt", ".zip");

  private final Map<String, Cid> files;
  private final List<String> models;
  private final Map<String, ShardIndex> indexes;

  private ModelTree(Map<String, Cid> files, List<String> models, Map<String, ShardIndex> indexes) {
    this.files = files;
    this.models = models;
    this.indexes = indexes;
  }

  /**
   * Looks at names, and at the first bytes of what may be a container.
   *
   * @param name of the root where that is a file
   */
  static ModelTree of(BlockSource blocks, Cid root, String name) {
    Map<String, Cid> files = new TreeMap<>();
    UnixFs.walk(
        blocks,
        root,
        (path, entry) -> {
          if (entry.kind() == EntryKind.FILE) {
            files.put(path.isEmpty() ? name : path, entry.cid());
            if (files.size() > MAX_FILES) {
              throw new LimitException(
                  "there are more than " + MAX_FILES + " files", "name a directory of the model");
            }
          }
        });
    Map<String, ShardIndex> indexes = new TreeMap<>();
    List<String> models = new ArrayList<>();
    boolean only = files.size() == 1;
    for (Map.Entry<String, Cid> file : files.entrySet()) {
      String path = file.getKey();
      if (path.endsWith(ShardIndex.SUFFIX)) {
        indexes.put(
            directory(path), ShardIndex.read(UnixFs.channel(blocks, file.getValue()), path));
      } else if (only || endsWith(path, MODELS)) {
        models.add(path);
        requireWhole(path, files);
      } else if (endsWith(path, CONTAINERS) && isModel(blocks, file.getValue(), path)) {
        models.add(path);
      }
    }
    return new ModelTree(files, models, indexes);
  }

  // Anything may be called .bin or .zip: only what can be read counts.
  private static boolean isModel(BlockSource blocks, Cid file, String path) {
    try {
      return TensorHeader.read(UnixFs.channel(blocks, file), path).isPresent();
    } catch (MalformedException | LimitException | UnsupportedVersionException e) {
      return false;
    }
  }

  private static void requireWhole(String path, Map<String, Cid> files) {
    String directory = directory(path);
    ShardName.parse(path.substring(path.lastIndexOf('/') + 1))
        .ifPresent(
            shard ->
                shard.requireComplete(
                    files.keySet().stream()
                        .filter(other -> directory(other).equals(directory))
                        .map(other -> other.substring(other.lastIndexOf('/') + 1))
                        .toList()));
  }

  private static boolean endsWith(String path, List<String> endings) {
    String lower = path.toLowerCase(Locale.ROOT);
    return endings.stream().anyMatch(lower::endsWith);
  }

  /** The files that hold tensors, or say so by their name. */
  List<String> models() {
    return models;
  }

  /** The indexes by their directories; the root is the empty path. */
  Map<String, ShardIndex> indexes() {
    return indexes;
  }

  Cid cid(String file) {
    Cid cid = files.get(file);
    if (cid == null) {
      throw new NotFoundException(
          "the model has no file '" + file + "'", "get the model again: it is not whole");
    }
    return cid;
  }

  static String directory(String file) {
    return file.substring(0, Math.max(0, file.lastIndexOf('/')));
  }

  static String join(String directory, String file) {
    return directory.isEmpty() ? file : directory + "/" + file;
  }
}
