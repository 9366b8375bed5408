package dev.carrack.core;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes as text, with one leading character that names the base. Immutable and thread-safe.
 * Decoding is strict: characters outside the alphabet, wrong padding and non-zero trailing bits are
 * refused with {@link MalformedException}. Base 16, 32 and 36 are read in either case. Spec:
 * multiformats/multibase.
 */
public final class Multibase {

  private static final String DIGITS = "0123456789";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  /** Hexadecimal, lower case. */
  public static final Multibase BASE16 = bits('f', "base16", 4, "0123456789abcdef", Pad.NONE);

  /** Hexadecimal, upper case. */
  public static final Multibase BASE16_UPPER =
      bits('F', "base16upper", 4, "0123456789ABCDEF", Pad.NONE);

  /** RFC 4648 base 32, lower case, no padding: the default of version 1 CIDs. */
  public static final Multibase BASE32 = bits('b', "base32", 5, LOWER + "234567", Pad.NONE);

  /** RFC 4648 base 32, upper case, no padding. */
  public static final Multibase BASE32_UPPER =
      bits('B', "base32upper", 5, UPPER + "234567", Pad.NONE);

  /** RFC 4648 base 32, lower case, padded. */
  public static final Multibase BASE32_PAD = bits('c', "base32pad", 5, LOWER + "234567", Pad.FULL);

  /** RFC 4648 base 32, upper case, padded. */
  public static final Multibase BASE32_PAD_UPPER =
      bits('C', "base32padupper", 5, UPPER + "234567", Pad.FULL);

  /** RFC 4648 base 32 with the extended hex alphabet, lower case, no padding. */
  public static final Multibase BASE32_HEX =
      bits('v', "base32hex", 5, DIGITS + LOWER.substring(0, 22), Pad.NONE);

  /** RFC 4648 base 32 with the extended hex alphabet, upper case, no padding. */
  public static final Multibase BASE32_HEX_UPPER =
      bits('V', "base32hexupper", 5, DIGITS + UPPER.substring(0, 22), Pad.NONE);

  /** RFC 4648 base 32 with the extended hex alphabet, lower case, padded. */
  public static final Multibase BASE32_HEX_PAD =
      bits('t', "base32hexpad", 5, DIGITS + LOWER.substring(0, 22), Pad.FULL);

  /** RFC 4648 base 32 with the extended hex alphabet, upper case, padded. */
  public static final Multibase BASE32_HEX_PAD_UPPER =
      bits('T', "base32hexpadupper", 5, DIGITS + UPPER.substring(0, 22), Pad.FULL);

  /** Base 36, lower case: the default of IPNS names. */
  public static final Multibase BASE36 = new Multibase('k', "base36", 0, DIGITS + LOWER, Pad.NONE);

  /** Base 36, upper case. */
  public static final Multibase BASE36_UPPER =
      new Multibase('K', "base36upper", 0, DIGITS + UPPER, Pad.NONE);

  /** Bitcoin's base 58, the form of version 0 CIDs. */
  public static final Multibase BASE58BTC = new Multibase('z', "base58btc", 0, B58, Pad.NONE);

  /** RFC 4648 base 64, no padding. */
  public static final Multibase BASE64 =
      bits('m', "base64", 6, UPPER + LOWER + DIGITS + "+/", Pad.NONE);

  /** RFC 4648 base 64, padded. */
  public static final Multibase BASE64_PAD =
      bits('M', "base64pad", 6, UPPER + LOWER + DIGITS + "+/", Pad.FULL);

  /** RFC 4648 URL-safe base 64, no padding. */
  public static final Multibase BASE64_URL =
      bits('u', "base64url", 6, UPPER + LOWER + DIGITS + "-_", Pad.NONE);

  /** RFC 4648 URL-safe base 64, padded. */
  public static final Multibase BASE64_URL_PAD =
      bits('U', "base64urlpad", 6, UPPER + LOWER + DIGITS + "-_", Pad.FULL);

  private static final List<Multibase> ALL =
      List.of(
          BASE16,
          BASE16_UPPER,
          BASE32,
          BASE32_UPPER,
          BASE32_PAD,
          BASE32_PAD_UPPER,
          BASE32_HEX,
          BASE32_HEX_UPPER,
          BASE32_HEX_PAD,
          BASE32_HEX_PAD_UPPER,
          BASE36,
          BASE36_UPPER,
          BASE58BTC,
          BASE64,
          BASE64_PAD,
          BASE64_URL,
          BASE64_URL_PAD);

  private enum Pad {
    NONE,
    FULL
  }

  private final char prefix;
  private final String name;
  private final int bits; // bits a character holds; 0 where the base is no power of two
  private final String alphabet;
  private final Pad pad;
  private final byte[] values = new byte[128];

  private Multibase(char prefix, String name, int bits, String alphabet, Pad pad) {
    this.prefix = prefix;
    this.name = name;
    this.bits = bits;
    this.alphabet = alphabet;
    this.pad = pad;
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < alphabet.length(); i++) {
      char c = alphabet.charAt(i);
      values[c] = (byte) i;
      if (alphabet.length() <= 36) {
        values[Character.toLowerCase(c)] = (byte) i;
        values[Character.toUpperCase(c)] = (byte) i;
      }
    }
  }

  private static Multibase bits(char prefix, String name, int bits, String alphabet, Pad pad) {
    return new Multibase(prefix, name, bits, alphabet, pad);
  }

  /** Every base this SDK reads and writes. */
  public static List<Multibase> all() {
    return ALL;
  }

  /**
   * The base with that name of the multibase table, such as {@code base32}.
   *
   * @throws MalformedException if this SDK does not know it
   */
  public static Multibase named(String name) {
    for (Multibase base : ALL) {
      if (base.name.equals(name)) {
        return base;
      }
    }
    throw new MalformedException(
        "multibase '" + name + "' is unknown", "choose one of " + ALL.toString());
  }

  /**
   * Decodes text whose first character names its base.
   *
   * @throws MalformedException if the prefix is unknown or the rest is not of that base
   */
  public static byte[] decode(String text) {
    return of(text).decodeBare(text.substring(1));
  }

  /**
   * The base that the first character of {@code text} names.
   *
   * @throws MalformedException if it names none
   */
  public static Multibase of(String text) {
    if (text.isEmpty()) {
      throw new MalformedException("multibase text is empty", "it needs at least its prefix");
    }
    for (Multibase base : ALL) {
      if (base.prefix == text.charAt(0)) {
        return base;
      }
    }
    throw new MalformedException(
        "multibase prefix '" + text.charAt(0) + "' is unknown", "CIDs usually begin with 'b'");
  }

  /** The character that names this base. */
  public char prefix() {
    return prefix;
  }

  /** Text with the prefix. */
  public String encode(byte[] data) {
    return prefix + encodeBare(data);
  }

  /** Text without the prefix, as version 0 CIDs are written. */
  public String encodeBare(byte[] data) {
    return bits == 0 ? encodeNumber(data) : encodeBits(data);
  }

  /**
   * Decodes text that has no prefix.
   *
   * @throws MalformedException if it is not of this base
   */
  public byte[] decodeBare(String text) {
    return bits == 0 ? decodeNumber(text) : decodeBits(text);
  }

  private String encodeBits(byte[] data) {
    StringBuilder out = new StringBuilder(data.length * 8 / bits + 8);
    int held = 0;
    int count = 0;
    for (byte b : data) {
      held = held << 8 | (b & 0xff);
      count += 8;
      while (count >= bits) {
        count -= bits;
        out.append(alphabet.charAt(held >>> count & (1 << bits) - 1));
      }
      held &= (1 << count) - 1;
    }
    if (count > 0) {
      out.append(alphabet.charAt(held << (bits - count)));
    }
    while (pad == Pad.FULL && out.length() % charsPerGroup() != 0) {
      out.append('=');
    }
    return out.toString();
  }

  private int charsPerGroup() {
    return bits == 5 ? 8 : 4;
  }

  private byte[] decodeBits(String text) {
    int end = pad == Pad.FULL ? unpaddedLength(text) : text.length();
    ByteArrayOutputStream out = new ByteArrayOutputStream(end * bits / 8);
    int held = 0;
    int count = 0;
    for (int i = 0; i < end; i++) {
      held = held << bits | value(text, i);
      count += bits;
      if (count >= 8) {
        count -= 8;
        out.write(held >>> count);
        held &= (1 << count) - 1;
      }
    }
    if (count >= bits || held != 0) {
      throw new MalformedException(
          name + " text ends in the middle of a byte", "it was cut or has stray characters");
    }
    return out.toByteArray();
  }

  private int unpaddedLength(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    int padding = text.length() - end;
    int missing = (charsPerGroup() - end % charsPerGroup()) % charsPerGroup();
    if (padding != missing) {
      throw new MalformedException(
          "%s text has %d padding characters instead of %d".formatted(name, padding, missing),
          "it was cut or padded twice");
    }
    return end;
  }

  private int value(String text, int index) {
    char c = text.charAt(index);
    int value = c < 128 ? values[c] : -1;
    if (value < 0) {
      throw new MalformedException(
          "character '%s' at %d is not in %s".formatted(c, index, name),
          "check for typing errors and spaces");
    }
    return value;
  }

  // Bases that are no power of two treat the bytes as one big number; each leading zero byte stands
  // as
  // one leading zero character.
  private String encodeNumber(byte[] data) {
    int zeros = 0;
    while (zeros < data.length && data[zeros] == 0) {
      zeros++;
    }
    byte[] digits = convert(data, zeros, 256, alphabet.length());
    StringBuilder out = new StringBuilder(zeros + digits.length);
    for (int i = 0; i < zeros; i++) {
      out.append(alphabet.charAt(0));
    }
    for (byte digit : digits) {
      out.append(alphabet.charAt(digit));
    }
    return out.toString();
  }

  private byte[] decodeNumber(String text) {
    byte[] digits = new byte[text.length()];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (byte) value(text, i);
    }
    int zeros = 0;
    while (zeros < digits.length && digits[zeros] == 0) {
      zeros++;
    }
    byte[] rest = convert(digits, zeros, alphabet.length(), 256);
    byte[] out = new byte[zeros + rest.length];
    System.arraycopy(rest, 0, out, zeros, rest.length);
    return out;
  }

  private static byte[] convert(byte[] from, int start, int base, int toBase) {
    // log(256)/log(36) < 1.56 characters a byte
    byte[] out = new byte[base == 256 ? (from.length - start) * 8 / 5 + 1 : from.length - start];
    int first = out.length;
    for (int i = start; i < from.length; i++) {
      int carry = from[i] & 0xff;
      int j = out.length - 1;
      for (; carry != 0 || j >= first; j--) {
        carry += base * (out[j] & 0xff);
        out[j] = (byte) (carry % toBase);
        carry /= toBase;
      }
      first = j + 1;
    }
    return Arrays.copyOfRange(out, first, out.length);
  }

  /** The name in the multibase table. */
  @Override
  public String toString() {
    return name;
  }
}
