package dev.carrack.core.tensor;

import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import java.nio.channels.SeekableByteChannel;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The index of a model in several files, {@code NAME.safetensors.index.json}: which file holds
 * which tensor. Immutable and thread-safe. Spec: huggingface, sharded checkpoints.
 */
public final class ShardIndex {

  /** What the name of an index file ends with. */
  public static final String SUFFIX = ".safetensors.index.json";

  // A model in shards has more tensors than one file may have.
  private static final int SHARDS = 4;

  private static final String REMEDY = "get the model again: its index and shards are not one";

  private final Map<String, String> files;
  private final long totalSize;

  private ShardIndex(Map<String, String> files, long totalSize) {
    this.files = Collections.unmodifiableMap(files);
    this.totalSize = totalSize;
  }

  /**
   * Reads an index.
   *
   * @param channel is left at no place in particular, and open
   * @param what names the file in errors
   * @throws MalformedException if it is no index, names a tensor twice or a file elsewhere
   * @throws dev.carrack.core.LimitException if it has more tensors or text than any model
   * @throws dev.carrack.core.StorageException if the channel fails
   */
  public static ShardIndex read(SeekableByteChannel channel, String what) {
    HeaderInput in = HeaderInput.of(channel, what);
    HeaderJson json = new HeaderJson(in, in.size());
    Map<String, String> files = new LinkedHashMap<>();
    Map<String, String> names = new HashMap<>(); // thousands of tensors share a file's name
    long[] total = {-1};
    json.object(
        key -> {
          if (key.equals("weight_map")) {
            json.object(tensor -> put(in, files, names, tensor, json.string()));
          } else if (key.equals("metadata")) {
            json.object(note -> note(json, note, total));
          } else {
            json.skip();
          }
        });
    json.finish();
    if (files.isEmpty()) {
      throw in.malformed("the index has no weight_map");
    }
    return new ShardIndex(files, total[0]);
  }

  // Some tools write the size as a float; then nobody relies on it.
  private static void note(HeaderJson json, String note, long[] total) {
    if (note.equals("total_size")) {
      total[0] = json.countIfWhole();
    } else {
      json.skip();
    }
  }

  private static void put(
      HeaderInput in,
      Map<String, String> files,
      Map<String, String> names,
      String tensor,
      String file) {
    if (file.isEmpty() || file.indexOf('/') >= 0 || file.indexOf('\\') >= 0 || file.equals("..")) {
      throw in.malformed("tensor '" + tensor + "' lies in '" + file + "', no file name");
    }
    if (files.size() == Bounds.TENSORS * SHARDS) {
      throw in.over("there are more than " + Bounds.TENSORS * SHARDS + " tensors", "no model has");
    }
    files.put(tensor, names.computeIfAbsent(file, name -> name));
  }

  /** The file of each tensor, in the order of the index. */
  public Map<String, String> files() {
    return files;
  }

  /** The shards, in the order in which the index first names them. */
  public Set<String> shards() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(files.values()));
  }

  /**
   * The file that holds a tensor.
   *
   * @throws NotFoundException if the model has none of that name
   */
  public String file(String tensor) {
    String file = files.get(tensor);
    if (file == null) {
      throw new NotFoundException(
          "the model has no tensor '" + tensor + "'", "list its tensors to see their names");
    }
    return file;
  }

  /** Bytes of all tensors as the index says, or -1 if it does not. */
  public long totalSize() {
    return totalSize;
  }

  /**
   * Checks that shards hold what the index says, all of it and nothing else.
   *
   * @param shards the header of each file that the index names
   * @throws MalformedException naming the first tensor or file that differs
   */
  public void requireAgreement(Map<String, TensorHeader> shards) {
    long bytes = 0;
    int found = 0;
    for (String file : shards()) {
      TensorHeader header = shards.get(file);
      if (header == null) {
        throw new MalformedException("the shard '" + file + "' is missing", REMEDY);
      }
      for (Tensor tensor : header.tensors()) {
        if (!file.equals(files.get(tensor.name()))) {
          throw new MalformedException(
              "the index puts '%s' into %s, but it is in %s"
                  .formatted(tensor.name(), files.getOrDefault(tensor.name(), "no file"), file),
              REMEDY);
        }
        bytes += tensor.length();
        found++;
      }
    }
    if (found != files.size()) {
      throw new MalformedException(
          "the index names %d tensors, the shards hold %d".formatted(files.size(), found), REMEDY);
    }
    if (totalSize >= 0 && totalSize != bytes) {
      throw new MalformedException(
          "the index claims %d bytes of tensors, the shards hold %d".formatted(totalSize, bytes),
          REMEDY);
    }
  }
}
