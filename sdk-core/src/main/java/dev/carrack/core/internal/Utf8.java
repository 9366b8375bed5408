package dev.carrack.core.internal;

import dev.carrack.core.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Strict UTF-8: text that cannot be written or read back byte for byte is an error, never a '?'.
 */
public final class Utf8 {

  private Utf8() {}

  /**
   * Decodes the remaining bytes, moving past them.
   *
   * @param what names the text in the error
   * @throws MalformedException if they are not UTF-8
   */
  public static String decode(ByteBuffer in, String what) {
    int start = in.position();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
    } catch (CharacterCodingException e) { // the buffer stands before what could not be decoded
      throw new MalformedException(
          what + " is not UTF-8 at byte " + (in.position() - start),
          "re-encode it: IPLD text is always UTF-8",
          e);
    }
  }

  /**
   * Encodes text.
   *
   * @param what names the text in the error
   * @throws MalformedException if it holds half of a surrogate pair
   */
  public static byte[] encode(String text, String what) {
    try {
      ByteBuffer out = StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text));
      byte[] bytes = new byte[out.remaining()];
      out.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new MalformedException(
          what + " holds an unpaired surrogate and cannot be written as UTF-8", "rename it", e);
    }
  }

  /** The number of bytes that well-formed {@code text} takes. */
  public static int length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        length += 1;
      } else if (c < 0x800) {
        length += 2;
      } else if (Character.isHighSurrogate(c)) {
        length += 4;
        i++;
      } else {
        length += 3;
      }
    }
    return length;
  }

  /**
   * Orders as the UTF-8 bytes do, which is by code point. {@link String#compareTo} orders UTF-16
   * units and puts U+10000 before U+E000.
   */
  public static int compare(String a, String b) {
    int n = Math.min(a.length(), b.length());
    for (int i = 0; i < n; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xs = Character.isSurrogate(x);
        boolean ys = Character.isSurrogate(y);
        return xs == ys ? Character.compare(x, y) : (xs ? 1 : -1);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
