package dev.carrack.storage;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.StorageException;
import dev.carrack.core.tensor.ShardIndex;
import dev.carrack.core.tensor.Tensor;
import dev.carrack.core.tensor.TensorHeader;
import dev.carrack.core.unixfs.UnixFs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tensors of a stored model, each read by itself: the blocks of its file's header and those
 * that hold it, all verified, and nothing else. Headers are read when they are first needed and
 * kept. Where an index says which file holds which tensor, it is believed and checked; else all
 * model files are looked at. Thread-safe.
 */
public final class Tensors {

  private final BlockSource blocks;
  private final ModelTree files;
  private final Map<String, TensorHeader> headers = new TreeMap<>();

  private Tensors(BlockSource blocks, ModelTree files) {
    this.blocks = blocks;
    this.files = files;
  }

  static Tensors of(BlockSource blocks, Cid root, String name) {
    return new Tensors(blocks, ModelTree.of(blocks, root, name));
  }

  /** The names of all tensors, sorted. */
  public SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    if (files.indexes().isEmpty()) {
      for (String file : files.models()) {
        located(file).forEach(each -> names.add(each.tensor().name()));
      }
    } else {
      files.indexes().values().forEach(index -> names.addAll(index.files().keySet()));
    }
    return Collections.unmodifiableSortedSet(names);
  }

  /**
   * What a model file says of a tensor: type, shape and where it lies.
   *
   * @throws NotFoundException if there is none of that name
   * @throws MalformedException if several files have one, or the index and its shard disagree
   */
  public Tensor find(String name) {
    return locate(name).tensor();
  }

  /**
   * The path of the file that holds a tensor's bytes, from the root; its name for a single file.
   */
  public String file(String name) {
    return locate(name).file();
  }

  /**
   * The bytes of a tensor, as they lie in the file; the buffer's order is little-endian.
   *
   * @throws LimitException if it has more than 2 GiB: {@link #open} it instead
   * @throws MalformedException if it has no bytes of its own, as some tensors of ONNX
   */
  public ByteBuffer read(String name) {
    Located located = ranged(name);
    if (located.tensor().length() > Integer.MAX_VALUE - 8) {
      throw new LimitException(
          "tensor '%s' has %d bytes".formatted(name, located.tensor().length()),
          "open it as a stream");
    }
    try (InputStream in = open(located)) {
      byte[] bytes = in.readNBytes((int) located.tensor().length());
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new StorageException("cannot read tensor '" + name + "': " + e, "try again", e);
    }
  }

  /**
   * The bytes of a tensor of any size, verified while they stream; the caller closes it.
   *
   * @throws MalformedException if it has no bytes of its own, as some tensors of ONNX
   */
  public InputStream open(String name) {
    return open(ranged(name));
  }

  /** The header of a model file, by its path from the root; the only file's where there is one. */
  public synchronized TensorHeader header(String file) {
    TensorHeader header = headers.get(file);
    if (header == null) {
      header =
          TensorHeader.read(UnixFs.channel(blocks, files.cid(file)), file)
              .orElseThrow(
                  () ->
                      new MalformedException(
                          file + " is of no model format that is known", "name another file"));
      headers.put(file, header);
    }
    return header;
  }

  /**
   * Checks that indexes and shards agree: every tensor where its index says, and no other.
   *
   * @throws MalformedException naming the first that differs
   */
  public void requireAgreement() {
    files
        .indexes()
        .forEach(
            (directory, index) -> {
              Map<String, TensorHeader> shards = new TreeMap<>();
              for (String shard : index.shards()) {
                shards.put(shard, header(ModelTree.join(directory, shard)));
              }
              index.requireAgreement(shards);
            });
  }

  private record Located(String file, Tensor tensor) {}

  private InputStream open(Located located) {
    Tensor tensor = located.tensor();
    return UnixFs.open(blocks, files.cid(located.file()), tensor.offset(), tensor.length());
  }

  private Located ranged(String name) {
    Located located = locate(name);
    if (!located.tensor().hasRange()) {
      throw new MalformedException(
          "tensor '" + name + "' has no bytes of its own in " + located.file(),
          "its elements are numbers of the header: read the model with its library");
    }
    long size = UnixFs.stat(blocks, files.cid(located.file())).size();
    if (located.tensor().end() > size) { // of external data nobody has checked it yet
      throw new MalformedException(
          "tensor '%s' ends at byte %d of %s, which has %d"
              .formatted(name, located.tensor().end(), located.file(), size),
          "get the model again: its files are not one");
    }
    return located;
  }

  private Located locate(String name) {
    List<Located> found = new ArrayList<>();
    if (files.indexes().isEmpty()) {
      for (String file : files.models()) {
        find(located(file), name, found);
      }
    } else {
      files.indexes().forEach((directory, index) -> indexed(directory, index, name, found));
    }
    if (found.size() > 1) {
      throw new MalformedException(
          "tensor '%s' is in %s and in %s"
              .formatted(name, found.get(0).file(), found.get(1).file()),
          "name one of the files with the reference");
    } else if (found.isEmpty()) {
      throw new NotFoundException(
          "the model has no tensor '" + name + "'", "list the names to see which there are");
    }
    return found.get(0);
  }

  private void indexed(String directory, ShardIndex index, String name, List<Located> found) {
    if (!index.files().containsKey(name)) {
      return;
    }
    String file = ModelTree.join(directory, index.file(name));
    int before = found.size();
    find(located(file), name, found);
    if (found.size() == before) {
      throw new MalformedException(
          "the index puts tensor '" + name + "' into " + file + ", which has none of that name",
          "get the model again: its index and shards are not one");
    }
  }

  private static void find(List<Located> in, String name, List<Located> found) {
    in.stream().filter(each -> each.tensor().name().equals(name)).forEach(found::add);
  }

  private List<Located> located(String file) {
    TensorHeader header = header(file);
    List<Located> out = new ArrayList<>();
    header.tensors().forEach(tensor -> out.add(new Located(file, tensor)));
    String directory = ModelTree.directory(file);
    header
        .external()
        .forEach(
            (other, tensors) ->
                tensors.forEach(
                    tensor -> out.add(new Located(ModelTree.join(directory, other), tensor))));
    return out;
  }
}
