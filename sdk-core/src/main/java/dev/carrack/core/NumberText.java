package dev.carrack.core;

import java.util.Arrays;

/**
 * Bases that are no power of two and treat the bytes as one big number; each leading zero byte
 * stands as one leading zero character. The work grows with the square of the length, so both
 * directions are bounded.
 */
final class NumberText implements TextCodec {

  /** The most bytes that are written or read. */
  static final int MAX_BYTES = 4096;

  private final Alphabet alphabet;
  private final double charsPerByte;
  private final int maxChars;

  NumberText(Alphabet alphabet) {
    this.alphabet = alphabet;
    this.charsPerByte = Math.log(256) / Math.log(alphabet.size());
    this.maxChars = (int) Math.ceil(MAX_BYTES * charsPerByte);
  }

  @Override
  public String encode(byte[] data) {
    bound(data.length, MAX_BYTES, "bytes");
    int zeros = zeros(data);
    int room = (int) Math.ceil((data.length - zeros) * charsPerByte) + 1;
    byte[] digits = convert(data, zeros, 256, alphabet.size(), room);
    StringBuilder out = new StringBuilder(zeros + digits.length);
    for (int i = 0; i < zeros; i++) {
      out.append(alphabet.character(0));
    }
    for (byte digit : digits) {
      out.append(alphabet.character(digit));
    }
    return out.toString();
  }

  @Override
  public byte[] decode(String text) {
    bound(text.length(), maxChars, "characters");
    byte[] digits = new byte[text.length()];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (byte) alphabet.value(text, i);
    }
    int zeros = zeros(digits);
    byte[] rest = convert(digits, zeros, alphabet.size(), 256, digits.length - zeros);
    byte[] out = new byte[zeros + rest.length];
    System.arraycopy(rest, 0, out, zeros, rest.length);
    return out;
  }

  private void bound(int length, int most, String unit) {
    if (length > most) {
      throw new LimitException(
          "%s is not for %d %s: at most %d".formatted(alphabet, length, unit, most),
          "use base32 or base64 for long data");
    }
  }

  private static int zeros(byte[] digits) {
    int zeros = 0;
    while (zeros < digits.length && digits[zeros] == 0) {
      zeros++;
    }
    return zeros;
  }

  private static byte[] convert(byte[] from, int start, int base, int toBase, int room) {
    byte[] out = new byte[room];
    int first = room;
    for (int i = start; i < from.length; i++) {
      int carry = from[i] & 0xff;
      int j = room - 1;
      for (; carry != 0 || j >= first; j--) {
        carry += base * (out[j] & 0xff);
        out[j] = (byte) (carry % toBase);
        carry /= toBase;
      }
      first = j + 1;
    }
    return Arrays.copyOfRange(out, first, room);
  }
}
