package dev.carrack.storage;

import dev.carrack.core.Cid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Content whose blocks are in the store or in a session of it.
 *
 * @param root the UnixFS root
 * @param bytes the content's size
 * @param profile how it was imported, if it was
 * @param fileName the file's name where the root is a file and has one
 * @param splits the named parts
 * @param aliases what else it is called, by profile
 * @param notes what the import has to say
 */
record Stored(
    Cid root,
    long bytes,
    Optional<String> profile,
    Optional<String> fileName,
    Map<String, Split> splits,
    Map<String, Cid> aliases,
    List<String> notes) {

  Stored(
      Cid root,
      long bytes,
      Optional<String> profile,
      Optional<String> fileName,
      Map<String, Split> splits) {
    this(root, bytes, profile, fileName, splits, Map.of(), List.of());
  }
}
