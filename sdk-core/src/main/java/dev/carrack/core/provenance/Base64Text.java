package dev.carrack.core.provenance;

import java.util.Base64;

/**
 * Base64 as DSSE wants it: written in the standard alphabet with padding, read in either alphabet.
 */
final class Base64Text {

  private Base64Text() {}

  static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Decodes.
   *
   * @throws IllegalArgumentException for anything but the one padded spelling of some bytes
   */
  static byte[] decode(String text) {
    String standard = text.replace('-', '+').replace('_', '/');
    byte[] bytes = Base64.getDecoder().decode(standard);
    if (!encode(bytes).equals(standard)) {
      throw new IllegalArgumentException("base64 with missing padding or stray bits at its end");
    }
    return bytes;
  }
}
