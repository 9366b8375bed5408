package dev.carrack.core.unixfs;

/**
 * What UnixFS can keep of a file or directory beside name and content (UnixFS 1.5). It changes the
 * CID, so neither is kept unless asked for.
 */
public enum Preserve {
  /** The permission bits, where the file system has them; not of symbolic links. */
  MODE,
  /** The time of the last change, to the nanosecond where the file system keeps it. */
  MTIME
}
