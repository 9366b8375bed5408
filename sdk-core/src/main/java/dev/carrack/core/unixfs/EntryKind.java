package dev.carrack.core.unixfs;

/** What a UnixFS node is. */
public enum EntryKind {
  /** Bytes. */
  FILE,
  /** Named entries, whether in one block or sharded over many. */
  DIRECTORY,
  /** A path that stands for another; this SDK never follows it by itself. */
  SYMLINK,
  /**
   * A block of a codec that UnixFS does not use, such as DAG-CBOR; it can be read as a block only.
   */
  OTHER
}
