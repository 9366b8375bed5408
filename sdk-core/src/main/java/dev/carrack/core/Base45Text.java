package dev.carrack.core;

import java.io.ByteArrayOutputStream;

/** Three characters for two bytes, two for a last single byte. Spec: RFC 9285. */
final class Base45Text implements TextCodec {

  private final Alphabet alphabet =
      Alphabet.exact("base45", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:");

  @Override
  public String encode(byte[] data) {
    StringBuilder out = new StringBuilder((int) (data.length * 3L / 2) + 1);
    for (int i = 0; i < data.length; i += 2) {
      boolean pair = i + 1 < data.length;
      int rest = data[i] & 0xff;
      rest = pair ? rest << 8 | (data[i + 1] & 0xff) : rest;
      for (int n = pair ? 3 : 2; n > 0; n--) {
        out.append(alphabet.character(rest % 45)); // least significant first
        rest /= 45;
      }
    }
    return out.toString();
  }

  @Override
  public byte[] decode(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 2 / 3 + 1);
    for (int i = 0; i < text.length(); i += 3) {
      int chars = Math.min(3, text.length() - i);
      if (chars == 1) {
        throw new MalformedException("base45 text ends in the middle of a byte", "it was cut");
      }
      int value = alphabet.value(text, i) + 45 * alphabet.value(text, i + 1);
      value += chars == 3 ? 45 * 45 * alphabet.value(text, i + 2) : 0;
      if (value > (chars == 3 ? 0xffff : 0xff)) {
        throw new MalformedException(
            "base45 characters at %d stand for %d, more than their bytes hold".formatted(i, value),
            "check for typing errors");
      }
      if (chars == 3) {
        out.write(value >>> 8);
      }
      out.write(value);
    }
    return out.toByteArray();
  }
}
