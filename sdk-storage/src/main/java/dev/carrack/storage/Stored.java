package dev.carrack.storage;

import dev.carrack.core.Cid;
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
 */
record Stored(
    Cid root,
    long bytes,
    Optional<String> profile,
    Optional<String> fileName,
    Map<String, Split> splits) {}
