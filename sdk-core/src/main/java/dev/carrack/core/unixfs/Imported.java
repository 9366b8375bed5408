package dev.carrack.core.unixfs;

import dev.carrack.core.Cid;
import java.util.Optional;

/**
 * What an import gave: all blocks of it are in the sink.
 *
 * @param cid the root
 * @param kind what was imported
 * @param size bytes of content: of the file, or of all files of the directory; 0 for a symlink
 * @param dagSize bytes of all blocks, counting each as often as it is linked (Tsize)
 * @param canonical the same content under another profile, where the import was asked for it; its
 *     blocks were computed and dropped
 */
public record Imported(
    Cid cid, EntryKind kind, long size, long dagSize, Optional<Imported> canonical) {

  /** What an import under one profile gave. */
  public Imported(Cid cid, EntryKind kind, long size, long dagSize) {
    this(cid, kind, size, dagSize, Optional.empty());
  }

  Imported with(Optional<Imported> other) {
    return new Imported(cid, kind, size, dagSize, other);
  }
}
