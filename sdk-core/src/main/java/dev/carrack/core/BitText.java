package dev.carrack.core;

import java.io.ByteArrayOutputStream;

/**
 * Bases whose size is a power of two: each character holds the next bits, most significant first;
 * the last one is filled with zero bits. Spec: RFC 4648 and its like.
 */
final class BitText implements TextCodec {

  private final Alphabet alphabet;
  private final int bits;
  private final int group; // characters that padding fills up to; 1 where there is no padding

  private BitText(Alphabet alphabet, int group) {
    this.alphabet = alphabet;
    this.bits = Integer.numberOfTrailingZeros(alphabet.size());
    this.group = group;
  }

  static BitText bare(Alphabet alphabet) {
    return new BitText(alphabet, 1);
  }

  static BitText padded(Alphabet alphabet) {
    return new BitText(alphabet, alphabet.size() == 32 ? 8 : 4);
  }

  @Override
  public String encode(byte[] data) {
    StringBuilder out = new StringBuilder((int) (data.length * 8L / bits) + 8);
    int held = 0;
    int count = 0;
    for (byte b : data) {
      held = held << 8 | (b & 0xff);
      count += 8;
      while (count >= bits) {
        count -= bits;
        out.append(alphabet.character(held >>> count & (1 << bits) - 1));
      }
      held &= (1 << count) - 1;
    }
    if (count > 0) {
      out.append(alphabet.character(held << (bits - count)));
    }
    while (out.length() % group != 0) {
      out.append('=');
    }
    return out.toString();
  }

  @Override
  public byte[] decode(String text) {
    int end = group > 1 ? unpaddedLength(text) : text.length();
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) ((long) end * bits / 8));
    int held = 0;
    int count = 0;
    for (int i = 0; i < end; i++) {
      held = held << bits | alphabet.value(text, i);
      count += bits;
      if (count >= 8) {
        count -= 8;
        out.write(held >>> count);
        held &= (1 << count) - 1;
      }
    }
    if (count >= bits || held != 0) {
      throw new MalformedException(
          alphabet + " text ends in the middle of a byte", "it was cut or has stray characters");
    }
    return out.toByteArray();
  }

  private int unpaddedLength(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    int padding = text.length() - end;
    int missing = (group - end % group) % group;
    if (padding != missing) {
      throw new MalformedException(
          "%s text has %d padding characters instead of %d".formatted(alphabet, padding, missing),
          "it was cut or padded twice");
    }
    return end;
  }
}
