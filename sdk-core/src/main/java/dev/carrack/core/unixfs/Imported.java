package dev.carrack.core.unixfs;

import dev.carrack.core.Cid;

/**
 * What an import gave: all blocks of it are in the sink.
 *
 * @param cid the root
 * @param kind what was imported
 * @param size bytes of content: of the file, or of all files of the directory; 0 for a symlink
 * @param dagSize bytes of all blocks, counting each as often as it is linked (Tsize)
 */
public record Imported(Cid cid, EntryKind kind, long size, long dagSize) {}
