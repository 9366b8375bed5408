package dev.carrack.core.unixfs;

import dev.carrack.core.MalformedException;

/**
 * A range of a file's bytes, both ends included, as {@code entity-bytes=from:to} writes it.
 * Negative ends count from the end of the file: -1 is its last byte. Spec: trustless gateway,
 * entity-bytes.
 *
 * @param from the first byte
 * @param to the last byte
 */
public record ByteRange(long from, long to) {

  /** Every byte. */
  public static final ByteRange WHOLE = new ByteRange(0, -1);

  /**
   * Reads {@code from:to}; {@code *} for {@code to} is the end of the file.
   *
   * @throws MalformedException if the text is something else
   */
  public static ByteRange parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw none(text);
    }
    String to = text.substring(colon + 1);
    return new ByteRange(
        number(text.substring(0, colon), text), to.equals("*") ? -1 : number(to, text));
  }

  private static long number(String digits, String text) {
    if (!digits.matches("-?[0-9]{1,19}")) {
      throw none(text);
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw none(text);
    }
  }

  private static MalformedException none(String text) {
    String shown = text.length() > 64 ? text.substring(0, 64) + "…" : text;
    return new MalformedException(
        "'" + shown + "' is no range of bytes",
        "write from:to, such as 0:1023, -1024:* or 499:-1000");
  }

  /** The first byte in a file of that size, not negative; behind the end if the range is. */
  long first(long size) {
    return from >= 0 ? from : Math.max(0, size + from);
  }

  /** The last byte in a file of that size; before {@link #first} if the range is empty. */
  long last(long size) {
    return to >= 0 ? Math.min(to, size - 1) : size + to;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return from + ":" + (to == -1 ? "*" : String.valueOf(to));
  }
}
