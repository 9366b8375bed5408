package dev.carrack.storage.node;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one byte range of a Range header, resolved against the size of the resource (RFC 9110 section
 * 14).
 *
 * @param from the first byte
 * @param length the number of bytes, at least 1 unless unsatisfiable
 */
record ByteRange(long from, long length) {

  /** What a syntactically right range that lies outside the resource resolves to. */
  static final ByteRange UNSATISFIABLE = new ByteRange(-1, 0);

  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** Empty where the header is to be ignored: several ranges, another unit, or not a range. */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher match = SINGLE.matcher(header.replace(" ", ""));
    if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (match.group(1).isEmpty()) {
      long suffix = Math.min(size, Long.parseLong(match.group(2)));
      return Optional.of(suffix == 0 ? UNSATISFIABLE : new ByteRange(size - suffix, suffix));
    }
    long from = Long.parseLong(match.group(1));
    long last = match.group(2).isEmpty() ? size - 1 : Long.parseLong(match.group(2));
    if (!match.group(2).isEmpty() && last < from) {
      return Optional.empty();
    }
    if (from >= size) {
      return Optional.of(UNSATISFIABLE);
    }
    return Optional.of(new ByteRange(from, Math.min(last, size - 1) - from + 1));
  }
}
