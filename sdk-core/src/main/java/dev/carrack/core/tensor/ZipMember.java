package dev.carrack.core.tensor;

/**
 * One entry of a zip container.
 *
 * @param name as the directory has it, with forward slashes; not checked to be safe on a disk
 * @param method 0 where the entry is stored as it is, 8 where it is deflated, others as in APPNOTE
 * @param offset of its first data byte in the container, behind its local header
 * @param length of its data in the container, in bytes
 * @param size of its content in bytes: the same as {@code length} where it is stored
 * @param crc32 of its content
 */
public record ZipMember(String name, int method, long offset, long length, long size, long crc32) {

  /** Whether the data are the content itself. */
  public boolean isStored() {
    return method == 0;
  }

  /** Where the data end: the offset of the first byte behind them. */
  public long end() {
    return offset + length;
  }
}
