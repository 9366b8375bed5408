package dev.carrack.storage;

import dev.carrack.core.Cid;

/**
 * A named part of a dataset, such as its training rows.
 *
 * @param root the UnixFS CID of the part
 * @param bytes the content's size in bytes, 0 or more
 */
public record Split(Cid root, long bytes) {

  /** Checks the size. */
  public Split {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + bytes);
    }
  }
}
