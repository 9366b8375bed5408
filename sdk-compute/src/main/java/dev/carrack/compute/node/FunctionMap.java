package dev.carrack.compute.node;

import dev.carrack.compute.wasm.Allowance;
import dev.carrack.compute.wasm.Sandbox;
import dev.carrack.compute.wasm.WasmFunction;
import dev.carrack.core.BlockSink;
import dev.carrack.core.BlockSource;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.unixfs.Entry;
import dev.carrack.core.unixfs.Imported;
import dev.carrack.core.unixfs.UnixFs;
import dev.carrack.core.unixfs.UnixFsImporter;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Maps a function over a UnixFS tree: a file gives a file, a directory a directory with the same
 * names. The output is imported while it is worked out, so nothing of it waits in memory.
 */
final class FunctionMap {

  private static final int MAX_DEPTH = 64;

  private final Sandbox sandbox;
  private final WasmFunction function;
  private final Node parameters;
  private final Allowance allowance;
  private final BlockSource source;
  private final UnixFsImporter importer;

  FunctionMap(
      Sandbox sandbox,
      WasmFunction function,
      Node parameters,
      Allowance allowance,
      BlockSource source,
      BlockSink sink) {
    this.sandbox = sandbox;
    this.function = function;
    this.parameters = parameters;
    this.allowance = allowance;
    this.source = source;
    this.importer = UnixFsImporter.into(sink);
  }

  /** The output for a file or directory. */
  Imported apply(Entry entry) {
    return apply(entry, 0);
  }

  private Imported apply(Entry entry, int depth) {
    Progress.checkInterrupt("running function " + function.cid());
    return switch (entry.kind()) {
      case FILE -> file(entry);
      case DIRECTORY -> directory(entry, depth);
      case OTHER ->
          throw new MalformedException(
              "input has '%s' (%s), which is no file".formatted(entry.name(), entry.cid()),
              "a function takes UnixFS files and directories");
      case SYMLINK ->
          throw new MalformedException(
              "input has the symbolic link '" + entry.name() + "'",
              "a function takes files and directories: replace the link by what it points to");
    };
  }

  private Imported file(Entry entry) {
    try (InputStream in = UnixFs.open(source, entry.cid());
        InputStream out = sandbox.open(function, parameters, in, allowance)) {
      return importer.file(out);
    } catch (IOException e) {
      throw new StorageException(
          "input " + entry.cid() + " cannot be closed: " + e.getMessage(), "check the disk", e);
    }
  }

  private Imported directory(Entry entry, int depth) {
    if (depth == MAX_DEPTH) {
      throw new LimitException(
          "input has directories nested deeper than " + MAX_DEPTH, "flatten it");
    }
    Map<String, Imported> mapped = new LinkedHashMap<>();
    for (Entry child : UnixFs.list(source, entry.cid())) {
      mapped.put(child.name(), apply(child, depth + 1));
    }
    return importer.directory(mapped);
  }
}
