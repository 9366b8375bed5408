package dev.carrack.core.unixfs;

/** What a UnixFS node is. */
public enum EntryKind {
  /** Bytes. */
  FILE,
  /** Named entries, whether in one block or sharded over many. */
  DIRECTORY,
  /** A path that stands for another; this SDK never follows it by itself. */
  SYMLINK
}
