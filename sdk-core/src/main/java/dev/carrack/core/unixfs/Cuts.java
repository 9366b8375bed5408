package dev.carrack.core.unixfs;

/**
 * Where one file is cut into leaves, from its first byte on. The importer fills a buffer with the
 * next {@link #ahead()} bytes, or with all that are left, and asks {@link #next} how many of them
 * make the next leaf. Not thread-safe: one value serves one file.
 */
interface Cuts {

  /**
   * How many bytes must be seen to find the next cut, 1 or more: also the most that the next leaf
   * may have.
   */
  int ahead();

  /**
   * The length of the next leaf, 1 to {@code available}.
   *
   * @param bytes holds the next bytes of the file from {@code from} on
   * @param available how many: {@link #ahead()}, or fewer and then the last of the file
   */
  int next(byte[] bytes, int from, int available);

  /** Leaves of one size: every cut is known before a byte is read. */
  static Cuts every(int size) {
    return new Cuts() {
      @Override
      public int ahead() {
        return size;
      }

      @Override
      public int next(byte[] bytes, int from, int available) {
        return available;
      }
    };
  }
}
