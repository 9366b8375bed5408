package dev.carrack.cli;

import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the JSON documents that people hand to commands. */
final class JsonFile {

  private static final int MAX_BYTES = 1 << 20;

  private JsonFile() {}

  /** The map in the file, at most 1 MiB of it. */
  static Node readMap(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] json = in.readNBytes(MAX_BYTES + 1);
      if (json.length > MAX_BYTES) {
        throw new CommandFailure(file + " is longer than " + MAX_BYTES + " bytes; say less in it");
      }
      Node node = DagJson.decodeLenient(json);
      if (!(node instanceof Node.Struct)) {
        throw new CommandFailure(file + " is no JSON map; write {\"key\": value, ...}");
      }
      return node;
    } catch (NoSuchFileException e) {
      throw new CommandFailure("no file " + file + "; check the path", e);
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + file + ": " + e + "; check its permissions", e);
    }
  }
}
